import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rng } from '../lib';
import { cosineSchedule } from './optimiser';
import { mean, pickBatch } from './ranker';

describe('cosineSchedule', () => {
  test('starts at a share of the peak, reaches it at the end of the warm-up, ends at a tenth', () => {
    expect(cosineSchedule(0.2, 1, 400)).toBeCloseTo(0.01, 12);
    expect(cosineSchedule(0.2, 20, 400)).toBe(0.2);
    expect(cosineSchedule(0.2, 210, 400)).toBeCloseTo(0.2 * 0.55, 12);
    expect(cosineSchedule(0.2, 400, 400)).toBeCloseTo(0.02, 12);
  });

  test('rises, then falls, and stays between nothing and the peak', () => {
    const rates = Array.from({ length: 100 }, (_, k) => cosineSchedule(1, k + 1, 100, 10));
    expect(Math.max(...rates)).toBe(rates[9]);
    for (let k = 1; k < rates.length; k++)
      expect(Math.sign(rates[k]! - rates[k - 1]!)).toBe(k < 10 ? 1 : -1);
    expect(Math.min(...rates)).toBeCloseTo(0.1, 12);
  });

  test('a run shorter than its warm-up, and steps beyond the last, are finite and positive', () => {
    for (const [step, steps] of [
      [5, 5],
      [20, 20],
      [21, 20],
      [999, 400],
    ] as const) {
      const rate = cosineSchedule(1, step, steps);
      expect(rate).toBeGreaterThan(0);
      expect(rate).toBeLessThanOrEqual(1);
    }
  });
});

describe('pickBatch', () => {
  test('distinct texts within range, as many as asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        (texts, size, seed) => {
          const batch = [...pickBatch(texts, size, new Rng(seed))];
          expect(batch).toHaveLength(Math.min(texts, size));
          expect(new Set(batch).size).toBe(batch.length);
          for (const text of batch) expect(text).toBeLessThan(texts);
        },
      ),
    );
  });

  test('the same seed gives the same batches, another one others', () => {
    const draw = (seed: number) => {
      const rng = new Rng(seed);
      return [pickBatch(1000, 8, rng), pickBatch(1000, 8, rng)].map((batch) => [...batch]);
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)[0]).not.toEqual(draw(1)[1]);
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('every text has the same chance', () => {
    const rng = new Rng(3);
    const hits = new Array<number>(10).fill(0);
    for (let k = 0; k < 4000; k++) for (const text of pickBatch(10, 3, rng)) hits[text]! += 1;
    // 1200 expected, standard deviation 29.
    for (const count of hits) expect(Math.abs(count - 1200)).toBeLessThan(150);
  });
});

test('the mean of no losses is 0, of some their mean', () => {
  expect(mean([])).toBe(0);
  expect(mean(Float32Array.of(1, 2, 6))).toBe(3);
});
