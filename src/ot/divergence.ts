import { type OtHostBatch, type OtSettings, STATUS, STATUS_SIZE } from '../kernels';
import type { OtEngine } from './engine';

export interface Divergence {
  /** [B], `V(x, y) - V(x, x) / 2 - V(y, y) / 2` of regularised values; 0 where both sides are the same. */
  readonly value: Float32Array;
  /** [M, d], of the sum over problems, by the raw y. */
  readonly gradient: Float32Array;
}

/**
 * Debiased Sinkhorn divergence: what entropy adds is taken off, so that a text is at distance 0 from
 * itself at any eps, and the gradient does not shrink the student towards the mean.
 *
 * The values of the three problems carry the rounding of float32, about 1e-6 of the cost: a divergence
 * smaller than that is not told from 0 and may come out negative.
 *
 * @throws RangeError if the marginals are not balanced, or a setting makes no sense.
 * @see Feydy et al. 2019, Interpolating between Optimal Transport and MMD
 */
export async function divergence(
  engine: OtEngine,
  batch: OtHostBatch,
  settings: OtSettings,
): Promise<Divergence> {
  if (settings.marginals && settings.marginals.kind !== 'balanced')
    throw new RangeError(`divergence: only balanced marginals, got ${settings.marginals.kind}`);
  const [xx, yy] = [withItself(batch, 'x'), withItself(batch, 'y')];
  const cross = await engine.solve(batch, settings, { gradient: true });
  const left = await engine.solve(xx, settings);
  const right = await engine.solve(yy, settings, { gradient: true });
  const value = new Float32Array(batch.rowCounts.length);
  const at = (status: Float32Array, b: number) => status[b * STATUS_SIZE + STATUS.value]!;
  for (let b = 0; b < value.length; b++)
    value[b] = at(cross.status, b) - (at(left.status, b) + at(right.status, b)) / 2;
  // V(y, y) / 2 depends on y through both arguments, alike: twice half the gradient by the second.
  const gradient = cross.gradient!.map((g, k) => g - right.gradient![k]!);
  return { value, gradient };
}

/** The problems of one side of the batch with itself. */
function withItself(batch: OtHostBatch, side: 'x' | 'y'): OtHostBatch {
  const counts = Array.from(side === 'x' ? batch.rowCounts : batch.columnCounts);
  const tokens = batch[side];
  return {
    x: tokens,
    y: tokens,
    d: batch.d,
    rowCounts: counts,
    columnCounts: counts,
    ...(batch.weights && { weights: twice(batch, batch.weights, side) }),
  };
}

function twice(batch: OtHostBatch, weights: Float32Array, side: 'x' | 'y'): Float32Array {
  const parts: number[] = [];
  let at = 0;
  for (let b = 0; b < batch.rowCounts.length; b++) {
    const [n, m] = [batch.rowCounts[b]!, batch.columnCounts[b]!];
    const own = weights.subarray(side === 'x' ? at : at + n, side === 'x' ? at + n : at + n + m);
    parts.push(...own, ...own);
    at += n + m;
  }
  return Float32Array.from(parts);
}
