import source from '../../shaders/sumSquares.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({ name: 'sumSquares', source, constants: rowLanes });

/** Length of `partials`. */
export const SUM_SQUARES_PARTS = 64;

/** Entries that make another workgroup worth while. */
const PART_ENTRIES = 2048;

export interface SumSquaresInputs {
  /** Any shape; 300 million entries are safe from overflow at any magnitude. */
  x: Tensor;
  /** `[1]`, overwritten and returned. */
  out?: Tensor | undefined;
  /** `[SUM_SQUARES_PARTS]`, overwritten; loops pass it with `out` to allocate nothing. */
  partials?: Tensor | undefined;
}

/**
 * The squared Euclidean norm of all entries, such as that of a gradient. An entry beyond 1e15, or
 * infinite, or no number counts as 1e15, so the sum stays finite and still gives the alarm.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns shape `[1]`.
 * @throws ShapeError if `out` is not `[1]` or `partials` not `[SUM_SQUARES_PARTS]`.
 * @throws RangeError if two of the tensors are the same.
 */
export function sumSquares(scope: Scope, { x, out, partials }: SumSquaresInputs): Tensor {
  const total = out ?? scope.empty([1], 'sumSquares.total');
  const parts = partials ?? scope.empty([SUM_SQUARES_PARTS], 'sumSquares.partials');
  assertShape('sumSquares out', total, [1]);
  assertShape('sumSquares partials', parts, [SUM_SQUARES_PARTS]);
  assertNotAliased('sumSquares out', total, { x, partials: parts });
  assertNotAliased('sumSquares partials', parts, { x });
  const squares = { count: sizeOf(x.shape), parts: SUM_SQUARES_PARTS, power: 2, first: 0 };
  kernel.dispatch(scope, squares, { x, y: parts }, SUM_SQUARES_PARTS);
  addUp(scope, parts, total);
  return total;
}

/**
 * The squared Euclidean norm of all entries of all of `tensors`, such as the gradients of a model; 0 of none.
 *
 * @param scope owns the result and the partial sums.
 * @returns shape `[1]`.
 */
export function sumSquaresOfAll(scope: Scope, tensors: readonly Tensor[]): Tensor {
  const counts = tensors.map(({ shape }) => sizeOf(shape));
  const parts = counts.map((count) => Math.min(SUM_SQUARES_PARTS, Math.ceil(count / PART_ENTRIES)));
  const total = scope.empty([1], 'sumSquares.total');
  const sums = scope.empty([parts.reduce((a, b) => a + b, 0)], 'sumSquares.partials');
  let first = 0;
  tensors.forEach((x, at) => {
    const squares = { count: counts[at]!, parts: parts[at]!, power: 2, first };
    kernel.dispatch(scope, squares, { x, y: sums }, parts[at]!);
    first += parts[at]!;
  });
  addUp(scope, sums, total);
  return total;
}

function addUp(scope: Scope, parts: Tensor, total: Tensor): void {
  const sum = { count: sizeOf(parts.shape), parts: 1, power: 1, first: 0 };
  kernel.dispatch(scope, sum, { x: parts, y: total }, 1);
}
