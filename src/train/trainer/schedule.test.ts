import { describe, expect, test } from 'vitest';
import { TINY_SETTINGS } from './problem.testing';
import { epsAt, learningRateAt } from './schedule';

const BASE = { learningRate: 0.2, steps: 400, warmup: 20, schedule: 'cosine' } as const;

describe('learningRateAt', () => {
  test('cosine: up to the peak at the end of the warm-up, down to a tenth', () => {
    expect(learningRateAt(BASE, 1)).toBeCloseTo(0.01, 12);
    expect(learningRateAt(BASE, 20)).toBe(0.2);
    expect(learningRateAt(BASE, 210)).toBeCloseTo(0.2 * 0.55, 12);
    expect(learningRateAt(BASE, 400)).toBeCloseTo(0.02, 12);
  });

  test('linear and constant', () => {
    const linear = { ...BASE, schedule: 'linear' } as const;
    expect(learningRateAt(linear, 115)).toBeCloseTo(0.2 * (0.1 + 0.9 * 0.75), 12);
    expect(learningRateAt(linear, 400)).toBeCloseTo(0.02, 12);
    expect(learningRateAt({ ...BASE, schedule: 'constant' }, 400)).toBe(0.2);
  });

  test('without warm-up it starts near the peak', () => {
    expect(learningRateAt({ ...BASE, warmup: 0 }, 1)).toBeCloseTo(0.2, 5);
  });

  test('a run shorter than its warm-up, and steps beyond the last, are finite and positive', () => {
    for (const [step, steps] of [
      [5, 5],
      [20, 20],
      [21, 20],
      [999, 400],
    ] as const) {
      const rate = learningRateAt({ ...BASE, steps }, step);
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThanOrEqual(0.2);
    }
  });
});

describe('epsAt', () => {
  test('falls geometrically from the start to eps, then stays', () => {
    const settings = { ...TINY_SETTINGS, steps: 20, epsStart: 0.4, epsSteps: 5 };
    const found = [1, 2, 3, 4, 5, 6, 20].map((step) => epsAt(settings, step));
    const ratio = (0.1 / 0.4) ** (1 / 4);
    [1, ratio, ratio ** 2, ratio ** 3, 0.25, 0.25, 0.25].forEach((share, k) => {
      expect(found[k]).toBeCloseTo(0.4 * share, 12);
    });
  });

  test('without epsStart it is eps, without epsSteps the last step reaches it', () => {
    expect(epsAt(TINY_SETTINGS, 1)).toBe(0.1);
    const settings = { ...TINY_SETTINGS, steps: 3, epsStart: 0.4 };
    expect(epsAt(settings, 2)).toBeCloseTo(0.2, 12);
    expect(epsAt(settings, 3)).toBe(0.1);
    expect(epsAt({ ...settings, steps: 1 }, 1)).toBe(0.1);
  });
});
