import type { Scope, Tensor } from '../gpu';

/**
 * Log weights that give every token of a problem the same mass, `-log(counts[b])` repeated `counts[b]`
 * times, in the packed order of a ragged batch.
 *
 * @param counts tokens per problem.
 * @returns shape `[sum of counts]`, owned by `scope`.
 */
export function uniformLogWeights(scope: Scope, counts: ArrayLike<number>): Tensor {
  const weights = uniformLogWeightsCpu(counts);
  return scope.upload(weights, [weights.length], 'uniformLogWeights');
}

/** The same on the host. */
export function uniformLogWeightsCpu(counts: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const weights = new Float32Array(total);
  let at = 0;
  for (const count of Array.from(counts)) {
    weights.fill(0 - Math.log(count), at, at + count);
    at += count;
  }
  return weights;
}
