import { assertShape, type Scope, type Tensor } from '../gpu';
import { problemAt, type RaggedBatch } from './ragged';

/** Most tokens on the shorter side of a problem: nodes of the graph that `laplacian.wgsl` solves. */
export const MOST_NODES = 256;

/** Up to so many the matrix fits workgroup memory. */
const NODES_INSIDE = 55;

/**
 * @returns the most tokens on the shorter side of a problem.
 * @throws RangeError if both sides of a problem have more than 256 tokens; names it.
 */
export function assertNodes(where: string, { layout }: RaggedBatch): number {
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
  return most;
}

/**
 * @returns `given`, or new room for the matrices: `[entries]`, or `[1]` where all fit workgroup memory.
 * @throws RangeError by `assertNodes`.
 * @throws ShapeError if `given` is not `[entries]`.
 */
export function laplacianScratch(
  where: string,
  scope: Scope,
  batch: RaggedBatch,
  given: Tensor | undefined,
): Tensor {
  const most = assertNodes(where, batch);
  if (given) assertShape(`${where} scratch`, given, [batch.entries]);
  return given ?? scope.empty([most > NODES_INSIDE ? batch.entries : 1], `${where}.scratch`);
}
