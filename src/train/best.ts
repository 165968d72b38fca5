import type { Pace, PausedStep } from './types';

/** How long a run on the host may keep its thread before messages are heard, such as that it shall stop. */
const DEAF = 200; // milliseconds; a turn of the event loop costs up to 4

/**
 * A host backend awaits nothing but promises that are kept already: no message would come through.
 *
 * @param heard when messages were heard last, by `now`.
 * @returns when they were heard last now.
 */
export async function hearMessages(heard: number, now = performance.now()): Promise<number> {
  if (now - heard < DEAF) return heard;
  await new Promise((resolve) => setTimeout(resolve, 0));
  return now;
}

/** Training that diverged: nothing of it is kept. */
export class DivergedError extends Error {
  /** @param sign what showed it. */
  constructor(step: number, sign: string) {
    super(`Training diverged at step ${step}: ${sign}. Try a smaller learning rate.`);
    this.name = 'DivergedError';
  }
}

/** A dev set without any judgement gives NaN throughout; then the latest is better. One NaN after a number is worse. */
export function isBetter(devMap: number, best: number): boolean {
  return Number.isNaN(best) || devMap > best;
}

export interface LoopSettings {
  readonly steps: number;
  readonly evaluateEvery: number;
  /** Evaluations without a better dev MAP after which training stops; all steps are run where absent. */
  readonly patience?: number;
}

interface LoopHooks {
  readonly onPoint: (point: { step: number; loss: number; devMap: number | null }) => void;
  readonly signal: AbortSignal;
  /** Asked before every step. */
  readonly pace?: Pace;
  /** The loop waits now, or has taken the one step it was let. */
  readonly onPaused?: (at: PausedStep) => void;
}

interface Loop<Snapshot> {
  /** Runs step `step` (1-based); gives the mean loss where it is wanted. */
  readonly step: (step: number, wantLoss: boolean) => Promise<number | null>;
  readonly evaluate: () => Promise<number>;
  readonly snapshot: () => Promise<Snapshot>;
}

export interface BestTracker<Snapshot> {
  readonly best: { readonly step: number; readonly devMap: number; readonly model: Snapshot };
}

// Reading the loss back waits for the device; every tenth step keeps the queue short and costs little.
const READ_EVERY = 10;

/**
 * Runs a training loop and keeps the model with the best dev MAP; the untrained model (step 0) is a
 * candidate, so that training which only hurts returns what it started from.
 *
 * @throws DivergedError if a loss that is read is not finite; the signal's reason once it is aborted.
 */
export async function trackBest<Snapshot>(
  settings: LoopSettings,
  { onPoint, signal, pace, onPaused }: LoopHooks,
  loop: Loop<Snapshot>,
): Promise<BestTracker<Snapshot>['best']> {
  let best = { step: 0, devMap: await loop.evaluate(), model: await loop.snapshot() };
  let worse = 0;
  let last: number | null = null;
  let heard = performance.now();
  for (let step = 1; step <= settings.steps; step++) {
    heard = await hearMessages(heard);
    if (pace?.waits) {
      onPaused?.({ step: step - 1, loss: last });
      await pace.turn(signal);
    }
    signal.throwIfAborted();
    const evaluates = step % settings.evaluateEvery === 0 || step === settings.steps;
    const reads = evaluates || step % READ_EVERY === 0 || step === 1;
    const loss = await loop.step(step, reads || (pace?.waits ?? false));
    last = loss;
    if (loss === null) continue;
    if (!Number.isFinite(loss)) throw new DivergedError(step, `the loss is ${loss}`);
    if (!reads) continue;
    const devMap = evaluates ? await loop.evaluate() : null;
    onPoint({ step, loss, devMap });
    if (devMap === null) continue;
    if (isBetter(devMap, best.devMap)) {
      best = { step, devMap, model: await loop.snapshot() };
      worse = 0;
    } else if (++worse >= (settings.patience ?? Number.POSITIVE_INFINITY)) break;
  }
  return best;
}
