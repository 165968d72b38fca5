import source from '../../shaders/sumSquares.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { rowLanes } from './rowLanes';

const kernel = defineKernel({ name: 'sumSquares', source, constants: rowLanes });

/** Length of `partials`. */
export const SUM_SQUARES_PARTS = 64;

export interface SumSquaresInputs {
  /** Any shape; at most three million entries are safe from overflow at any magnitude. */
  x: Tensor;
  /** `[1]`, overwritten and returned. */
  out?: Tensor | undefined;
  /** `[SUM_SQUARES_PARTS]`, overwritten; loops pass it with `out` to allocate nothing. */
  partials?: Tensor | undefined;
}

/**
 * The squared Euclidean norm of all entries, such as that of a gradient. An entry beyond 1e16 counts
 * as 1e16, so the sum stays finite and still gives the alarm.
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
  const first = { count: sizeOf(x.shape), parts: SUM_SQUARES_PARTS, power: 2 };
  kernel.dispatch(scope, first, { x, y: parts }, SUM_SQUARES_PARTS);
  const second = { count: SUM_SQUARES_PARTS, parts: 1, power: 1 };
  kernel.dispatch(scope, second, { x: parts, y: total }, 1);
  return total;
}
