import type { TrainSettings } from '../types';

/** What is left of the peak at the last step of a falling schedule. */
const FLOOR = 0.1;

/**
 * The learning rate of a step: linear warm-up over `warmup` steps, then constant, or down to a tenth of the
 * peak at the last step along half a cosine or a line.
 *
 * @param step 1-based.
 */
export function learningRateAt(
  {
    learningRate,
    steps,
    warmup,
    schedule,
  }: Pick<TrainSettings, 'learningRate' | 'steps' | 'warmup' | 'schedule'>,
  step: number,
): number {
  if (step <= warmup) return (learningRate * step) / warmup;
  if (schedule === 'constant') return learningRate;
  const share = Math.min(1, (step - warmup) / Math.max(1, steps - warmup));
  const left = schedule === 'linear' ? 1 - share : (1 + Math.cos(Math.PI * share)) / 2;
  return learningRate * (FLOOR + (1 - FLOOR) * left);
}

/**
 * eps of the transport terms at a step: from `epsStart` at step 1 geometrically to `loss.ot.eps` at step
 * `epsSteps` (0 or absent: the last step), which then stays.
 */
export function epsAt({ loss, epsStart, epsSteps, steps }: TrainSettings, step: number): number {
  const { eps } = loss.ot;
  if (epsStart === undefined) return eps;
  const last = epsSteps || steps;
  if (step >= last) return eps;
  return eps * (epsStart / eps) ** (1 - (step - 1) / (last - 1));
}
