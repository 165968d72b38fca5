import type { GroundCost } from './otProblem';

/** Float64 twin of `largeOtTokens` for one side: unit vectors (cosine) or raw ones, and norms as the cost needs them. */
export function largeOtTokensCpu(x: ArrayLike<number>, d: number, cost: GroundCost) {
  const count = x.length / d;
  const tokens = Float64Array.from(x);
  const norms = new Float64Array(count).fill(1);
  for (let i = 0; i < count; i++) {
    const token = tokens.subarray(i * d, (i + 1) * d);
    const square = token.reduce((sum, value) => sum + value * value, 0);
    if (cost === 'squared-euclidean') norms[i] = square;
    if (cost !== 'cosine') continue;
    norms[i] = square > 1e-24 ? 1 / Math.sqrt(square) : 0;
    token.forEach((value, k) => {
      token[k] = value * norms[i]!;
    });
  }
  return { tokens, norms };
}
