import { type Estimate, excludesZero } from './statistic';

export type DisparityLabel = 'levelling up' | 'levelling down' | 'mixed' | 'none';

/** Policy: a move of a group's MAP up to this size counts as standing still. */
export const STANDSTILL = 0.005;

/** How the groups moved from the baseline to a system, all in MAP. */
export interface DisparityMove {
  /** Change of the gap, `gainHigh - gainLow`; negative = narrower. */
  readonly change: Estimate | null;
  readonly gainHigh: number;
  readonly gainLow: number;
}

/**
 * Names what happened to the disparity.
 *
 * - `none`: the interval of the change is unknown or holds 0, or the change is below `delta` and neither group
 *   moves by more than `delta`. So every other label stands on a resolved change of the gap.
 * - `levelling up`: the gap narrows, low rises, high does not fall below `-delta`.
 * - `levelling down`: the gap narrows, high falls by more than `delta` and low gains no more than `delta`.
 * - `mixed`: any other change, among them every gap that widens.
 *
 * Which group moved is judged on the point values, not on their intervals.
 */
export function labelDisparity(move: DisparityMove, delta = STANDSTILL): DisparityLabel {
  const { change, gainHigh, gainLow } = move;
  if (!change || !excludesZero(change)) return 'none';
  const still = Math.abs(gainHigh) <= delta && Math.abs(gainLow) <= delta;
  if (still && Math.abs(change.value) < delta) return 'none';
  if (change.value < 0 && gainLow > 0 && gainHigh >= -delta) return 'levelling up';
  if (change.value < 0 && gainHigh < -delta && gainLow <= delta) return 'levelling down';
  return 'mixed';
}
