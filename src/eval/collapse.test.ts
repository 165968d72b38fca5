import { describe, expect, it } from 'vitest';
import { Rng } from '../lib';
import { collapseAlarm, columnMassEntropy, meanPairwiseCosine } from './collapse';

function randomUnits(n: number, d: number): Float32Array {
  const rng = new Rng(1);
  const out = Float32Array.from({ length: n * d }, () => rng.normal() + 0.3);
  for (let i = 0; i < n; i++) {
    const length = Math.hypot(...out.subarray(i * d, (i + 1) * d));
    for (let k = 0; k < d; k++) out[i * d + k]! /= length;
  }
  return out;
}

describe('meanPairwiseCosine', () => {
  it('is 1 for identical, 0 for orthogonal, -1 for opposite vectors', () => {
    expect(meanPairwiseCosine(Float32Array.of(0, 1, 0, 1, 0, 1), 2)).toBe(1);
    expect(meanPairwiseCosine(Float32Array.of(1, 0, 0, 1), 2)).toBe(0);
    expect(meanPairwiseCosine(Float32Array.of(1, 0, -1, 0), 2)).toBe(-1);
    expect(meanPairwiseCosine(Float32Array.of(1, 0), 2)).toBeNaN();
  });

  it('equals the mean over all pairs', () => {
    const [n, d] = [33, 7];
    const u = randomUnits(n, d);
    let sum = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) for (let k = 0; k < d; k++) sum += u[i * d + k]! * u[j * d + k]!;
    expect(meanPairwiseCosine(u, d)).toBeCloseTo(sum / ((n * (n - 1)) / 2), 7);
  });

  it('refuses vectors that are not of unit length, NaN among them', () => {
    expect(() => meanPairwiseCosine(Float32Array.of(1, 0, 0, 0), 2)).toThrow(
      'vector 1 has length 0',
    );
    expect(() => meanPairwiseCosine(Float32Array.of(Number.NaN, 0), 2)).toThrow('length NaN');
    expect(() => meanPairwiseCosine(Float32Array.of(1, 0, 0), 2)).toThrow('no rows of 2');
  });
});

describe('columnMassEntropy', () => {
  it('is 1 when even, 0 on one hub, log 2 / log 4 on half of the tokens', () => {
    expect(columnMassEntropy(Uint32Array.of(5, 5, 5))).toBeCloseTo(1, 15);
    expect(columnMassEntropy([0, 9, 0])).toBe(0);
    expect(columnMassEntropy([3, 0, 3, 0])).toBeCloseTo(0.5, 15);
    expect(columnMassEntropy([4])).toBe(1);
  });

  it('refuses counts that are no counts', () => {
    expect(() => columnMassEntropy([0, 0])).toThrow('at least one hit');
    expect(() => columnMassEntropy([1, -1])).toThrow('got -1');
  });
});

describe('collapseAlarm', () => {
  const start = { meanCosine: 0.6, columnEntropy: 0.9 };

  it('stays silent when little changes, and up to each threshold', () => {
    expect(collapseAlarm(start, start)).toEqual({ raised: false, reasons: [] });
    expect(collapseAlarm(start, { meanCosine: 0.79, columnEntropy: 0.81 }).raised).toBe(false);
  });

  it.each([
    [{ meanCosine: 0.81, columnEntropy: 0.9 }, 'spread (1 − mean cosine) fell from 0.400 to 0.190'],
    [{ meanCosine: 0.6, columnEntropy: 0.79 }, 'column-mass entropy fell from 0.900 to 0.790'],
    [{ meanCosine: Number.NaN, columnEntropy: 0.9 }, 'not finite (cosine NaN'],
  ])('is raised by %o alone', (after, reason) => {
    const { raised, reasons } = collapseAlarm(start, after);
    expect(raised).toBe(true);
    expect(reasons).toEqual([expect.stringContaining(reason)]);
  });

  it('knows an absolute ceiling, for a start that is nearly there or unknown', () => {
    const near = { meanCosine: 0.975, columnEntropy: 0.9 };
    expect(collapseAlarm(near, { ...near, meanCosine: 0.981 }).reasons).toEqual([
      'mean pairwise cosine 0.981 exceeds 0.98',
    ]);
    const unknown = { meanCosine: Number.NaN, columnEntropy: Number.NaN };
    expect(collapseAlarm(unknown, start).raised).toBe(false);
    expect(collapseAlarm(unknown, { meanCosine: 1, columnEntropy: 0 }).raised).toBe(true);
  });
});
