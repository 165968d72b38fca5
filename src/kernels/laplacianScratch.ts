import { assertShape, type Scope, type Tensor } from '../gpu';
import { problemAt, type RaggedBatch } from './ragged';

/** Most tokens on the shorter side of a problem: nodes of the graph that `laplacian.wgsl` solves. */
export const MOST_NODES = 256;

/** Up to so many the matrix fits workgroup memory. */
export const NODES_INSIDE = 55;

/**
 * @returns `given`, or a new tensor of `size` floats, or of 1 where no problem needs it.
 * @throws RangeError if both sides of a problem have more than 256 tokens; names it.
 * @throws ShapeError if `given` is not `[size]`.
 */
export function laplacianScratch(
  where: string,
  scope: Scope,
  { layout }: RaggedBatch,
  size: number,
  given: Tensor | undefined,
): Tensor {
  let most = 0;
  for (let b = 0; b < layout.count; b++) {
    const { n, m } = problemAt(layout, b);
    const nodes = Math.min(n, m);
    if (nodes > MOST_NODES)
      throw new RangeError(
        `${where}: problem ${b} is ${n} x ${m}; one side must have at most ${MOST_NODES} tokens`,
      );
    most = Math.max(most, nodes);
  }
  if (given) assertShape(`${where} scratch`, given, [size]);
  return given ?? scope.empty([most > NODES_INSIDE ? size : 1], `${where}.scratch`);
}
