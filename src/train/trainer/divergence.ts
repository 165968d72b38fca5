import type { CurveRow } from '../types';

/** Policy: after the warm-up a loss this many times the worst first one has diverged. */
export const DIVERGED_RATIO = 10;
/** Policy: a loss near zero at the start (English to English) may rise this much, in the unit of cosine cost. */
export const HARMLESS_RISE = 0.1;
/** Policy: a dev MAP below this share of its start, while the loss is above its start, is no learning. */
export const DIVERGED_MAP_SHARE = 0.5;

export interface DivergenceEvidence {
  readonly point: CurveRow;
  /** Of step 1, before the first update. */
  readonly firstLoss: number;
  /** Of a language when it was first drawn, the largest. */
  readonly worstFirstLoss: number;
  readonly startMap: number;
  readonly warmup: number;
}

/**
 * Why a run counts as diverged, or undefined. Losses of unit vectors are bounded, so that a run whose weights
 * explode need not show a large one: there dev MAP is the witness.
 */
export function signOfDivergence({
  point: { step, loss, devMap },
  firstLoss,
  worstFirstLoss,
  startMap,
  warmup,
}: DivergenceEvidence): string | undefined {
  if (!Number.isFinite(loss)) return `the loss is ${loss}`;
  const first = firstLoss.toPrecision(3);
  if (step > warmup && loss > DIVERGED_RATIO * Math.max(worstFirstLoss, 0) + HARMLESS_RISE)
    return `the loss rose from ${worstFirstLoss.toPrecision(3)} to ${loss.toPrecision(3)}`;
  if (devMap !== null && devMap < DIVERGED_MAP_SHARE * startMap && loss > firstLoss)
    return `the loss rose from ${first} to ${loss.toPrecision(3)} and dev MAP fell from ${startMap.toFixed(3)} to ${devMap.toFixed(3)}`;
  return undefined;
}
