import { describe, expect, test } from 'vitest';
import { DivergedError, type LoopSettings, trackBest } from './best';

type Point = { step: number; loss: number; devMap: number | null };

/**
 * Runs a loop whose model is the number of steps taken, and whose dev MAPs are given: the first before
 * any step, then one an evaluation.
 */
async function run(
  settings: LoopSettings,
  devMaps: readonly number[],
  lossAt: (step: number) => number = () => 1,
  signal = new AbortController().signal,
) {
  const points: Point[] = [];
  const reads: number[] = [];
  const done = { steps: 0, evaluations: 0, snapshots: 0 };
  const best = await trackBest(
    settings,
    { onPoint: (point) => points.push(point), signal },
    {
      step: async (step, wantLoss) => {
        done.steps = step;
        if (wantLoss) reads.push(step);
        return wantLoss ? lossAt(step) : null;
      },
      evaluate: async () => {
        const devMap = devMaps[done.evaluations++];
        if (devMap === undefined) throw new Error('evaluated more often than planned');
        return devMap;
      },
      snapshot: async () => {
        done.snapshots += 1;
        return done.steps;
      },
    },
  );
  return { best, points, reads, done };
}

describe('trackBest', () => {
  test('keeps the best model, not the last', async () => {
    const { best, done } = await run({ steps: 6, evaluateEvery: 2 }, [0.1, 0.3, 0.5, 0.4]);
    expect(best).toEqual({ step: 4, devMap: 0.5, model: 4 });
    expect(done).toEqual({ steps: 6, evaluations: 4, snapshots: 3 });
  });

  test('training that only hurts gives back what it started from', async () => {
    const { best } = await run({ steps: 4, evaluateEvery: 2 }, [0.6, 0.5, 0.55]);
    expect(best).toEqual({ step: 0, devMap: 0.6, model: 0 });
  });

  test('an equal dev MAP is no better: the earlier model stays', async () => {
    const { best } = await run({ steps: 4, evaluateEvery: 2 }, [0.1, 0.5, 0.5]);
    expect(best.step).toBe(2);
  });

  test('no steps: the start', async () => {
    const { best, points } = await run({ steps: 0, evaluateEvery: 5 }, [0.2]);
    expect([best.step, points]).toEqual([0, []]);
  });

  test('the last step is evaluated even out of turn', async () => {
    const { best, points } = await run({ steps: 5, evaluateEvery: 3 }, [0, 0.1, 0.2]);
    expect(points.filter(({ devMap }) => devMap !== null).map(({ step }) => step)).toEqual([3, 5]);
    expect(best.step).toBe(5);
  });

  test('patience counts evaluations in a row without a better one', async () => {
    const settings = { steps: 100, evaluateEvery: 1, patience: 2 };
    const { best, done } = await run(settings, [0.1, 0.0, 0.2, 0.1, 0.2]);
    expect(best.step).toBe(2);
    expect(done.steps).toBe(4);
  });

  test('without patience all steps are run', async () => {
    const { done } = await run({ steps: 8, evaluateEvery: 1 }, [1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(done.steps).toBe(8);
  });

  test('a dev set without judgements (NaN) keeps the latest model', async () => {
    const nan = Number.NaN;
    const settings = { steps: 6, evaluateEvery: 2, patience: 1 };
    const { best, done } = await run(settings, [nan, nan, nan, nan]);
    expect([best.step, best.model, done.steps]).toEqual([6, 6, 6]);
  });

  test('reads the loss at the first step, at every tenth and where it evaluates', async () => {
    const { reads, points } = await run({ steps: 25, evaluateEvery: 12 }, [0, 0, 0, 0]);
    expect(reads).toEqual([1, 10, 12, 20, 24, 25]);
    expect(points.map(({ step }) => step)).toEqual(reads);
    expect(points.map(({ devMap }) => devMap)).toEqual([null, null, 0, null, 0, 0]);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('a loss of %f is divergence', async (bad) => {
    const diverges = run({ steps: 30, evaluateEvery: 30 }, [0.5], (step) => (step < 20 ? 1 : bad));
    await expect(diverges).rejects.toThrow(DivergedError);
    await expect(diverges).rejects.toThrow(
      `Training diverged at step 20: the loss is ${bad}. Try a smaller learning rate.`,
    );
  });

  test('an abort stops before the next step, with its own reason', async () => {
    const abort = new AbortController();
    const seen: number[] = [];
    const reason = new Error('stopped by hand');
    const stopped = run(
      { steps: 9, evaluateEvery: 1 },
      Array(10).fill(0),
      (step) => {
        seen.push(step);
        if (step === 3) abort.abort(reason);
        return 1;
      },
      abort.signal,
    );
    await expect(stopped).rejects.toBe(reason);
    expect(seen).toEqual([1, 2, 3]);
  });
});
