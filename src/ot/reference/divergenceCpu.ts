import {
  type FusedOtHost,
  fusedOtCpu,
  type OtSettings,
  problemAt,
  raggedLayout,
  STATUS,
  STATUS_SIZE,
} from '../../kernels';

export interface DivergenceCpu {
  /** [B], `V(x, y) - V(x, x) / 2 - V(y, y) / 2`, V the regularised value. */
  readonly value: Float64Array;
  /** [M, d], of the sum over problems, by the raw y. */
  readonly gradient: Float64Array;
}

/**
 * Debiased Sinkhorn divergence in float64. 0 where both sides are the same, and not negative for any cost
 * of `GroundCost`, position prior included: `exp(-C / eps)` is positive definite for each of them.
 *
 * @throws RangeError if the marginals are not balanced, or a setting makes no sense.
 * @throws ShapeError if an array does not fit the layout.
 * @see Feydy et al. 2019, Interpolating between Optimal Transport and MMD using Sinkhorn divergences
 */
export function divergenceCpu(
  host: Omit<FusedOtHost, 'start'>,
  settings: OtSettings,
): DivergenceCpu {
  if (settings.marginals && settings.marginals.kind !== 'balanced')
    throw new RangeError(`divergenceCpu: only balanced marginals, got ${settings.marginals.kind}`);
  const cross = fusedOtCpu(host, settings);
  const xx = fusedOtCpu(withItself(host, 'x'), settings);
  const yy = fusedOtCpu(withItself(host, 'y'), settings);
  const value = (status: Float64Array, b: number) => status[STATUS_SIZE * b + STATUS.value]!;
  return {
    value: Float64Array.from({ length: host.layout.count }, (_, b) => {
      return value(cross.status, b) - value(xx.status, b) / 2 - value(yy.status, b) / 2;
    }),
    // V(y, y) / 2 moves with y as its first and as its second argument, alike: twice a half.
    gradient: cross.gradient.map((g, k) => g - yy.gradient[k]!),
  };
}

/** Each problem's x (or y) against itself. */
function withItself(
  { x, y, d, layout, weights }: Omit<FusedOtHost, 'start'>,
  side: 'x' | 'y',
): FusedOtHost {
  const problems = Array.from({ length: layout.count }, (_, b) => problemAt(layout, b));
  const counts = problems.map(({ n, m }) => (side === 'x' ? n : m));
  const tokens = side === 'x' ? x : y;
  const own = problems.flatMap(({ xOffset, yOffset, n, m }) => {
    const first = xOffset + yOffset + (side === 'x' ? 0 : n);
    const half = Array.from({ length: side === 'x' ? n : m }, (_, k) => weights?.[first + k] ?? 0);
    return [...half, ...half];
  });
  const all = { x: tokens, y: tokens, d, layout: raggedLayout(counts, counts) };
  return weights ? { ...all, weights: own } : all;
}
