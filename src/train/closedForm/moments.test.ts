import { describe, expect, test } from 'vitest';
import { worstError } from '../../gpu/testing';
import { sum } from './matrix';
import { cloudOf, MomentSums, mergeMoments, residual, uncentred } from './moments';
import { farthest, momentsOf, normals } from './plantedTesting';

const D = 3;
const FIELDS = ['sourceMean', 'targetMean', 'source', 'target', 'cross'] as const;

describe('MomentSums', () => {
  test('means and covariances of three pairs, counted by hand', () => {
    const m = momentsOf(Float64Array.of(1, 0, 3, 0, 2, 6), Float64Array.of(0, 0, 0, 3, 6, 0), 2);
    expect([...m.sourceMean]).toEqual([2, 2]);
    expect([...m.targetMean]).toEqual([2, 1]);
    const close = (got: Float64Array, want: number[]) =>
      expect(farthest(got, want)).toBeLessThan(1e-15);
    close(m.source, [2 / 3, 0, 0, 8]);
    close(m.target, [8, -2, -2, 2]);
    // Rows are target components: mean of (t0 - 2)(s0 - 2) = 0, of (t0 - 2)(s1 - 2) = 8, ...
    close(m.cross, [0, 8, 1, -2]);
  });

  test('a weight of 2 is a pair twice, a weight of 0 is none', () => {
    const [s, t] = [normals(3 * D, 11), normals(3 * D, 4000)];
    const weighted = new MomentSums(D);
    weighted.add(s, t, Float64Array.of(1, 2, 0));
    const repeated = new MomentSums(D);
    const rows = (x: Float64Array) => Float64Array.from([...x.subarray(0, 6), ...x.subarray(3, 6)]);
    repeated.add(rows(s), rows(t), Float64Array.of(1, 1, 1));
    const [a, b] = [weighted.finish(), repeated.finish()];
    expect(a.weight).toBe(3);
    for (const field of FIELDS) expect(farthest(a[field], b[field]), field).toBeLessThan(1e-14);
  });

  test('parts added one after the other, and merged, are the whole', () => {
    const [s, t] = [normals(20 * D, 12), normals(20 * D, 4100)];
    const whole = momentsOf(s, t, D);
    const cut = 7 * D;
    const parts = new MomentSums(D);
    parts.add(s.subarray(0, cut), t.subarray(0, cut), new Float64Array(7).fill(1));
    parts.add(s.subarray(cut), t.subarray(cut), new Float64Array(13).fill(1));
    const merged = mergeMoments(
      momentsOf(s.subarray(0, cut), t.subarray(0, cut), D),
      momentsOf(s.subarray(cut), t.subarray(cut), D),
    );
    for (const m of [parts.finish(), merged])
      for (const field of FIELDS)
        expect(farthest(m[field], whole[field]), field).toBeLessThan(1e-14);
  });

  test('equal vectors have a covariance of exactly 0, wherever they lie', () => {
    const row = [0.1, 1e8 / 3, -7e-5];
    const same = Float64Array.from([row, row, row, row, row].flat());
    const m = momentsOf(same, same, D);
    expect([...m.source, ...m.target, ...m.cross].every((value) => value === 0)).toBe(true);
    expect([...m.sourceMean]).toEqual(row);
  });

  test('a cloud a million deviations from the origin keeps its covariance', () => {
    const rows = normals(400 * D, 13);
    const far = rows.map((value) => value + 1e6);
    const near = momentsOf(rows, rows, D);
    // Adding 1e6 itself rounds the rows by 1e-10; sums about 0 would be off by 1e-4.
    expect(farthest(momentsOf(far, far, D).source, near.source)).toBeLessThan(1e-9);
  });

  test('cross alone leaves the rest empty and is the same', () => {
    const [s, t] = [normals(5 * D, 14), normals(5 * D, 4200)];
    const sums = new MomentSums(D, 'cross');
    sums.add(s, t, new Float64Array(5).fill(1));
    const found = sums.finish();
    // Float32 products: off by 4e-7 of the sum of absolute terms, which are below 25 here.
    expect(worstError(found.cross, momentsOf(s, t, D).cross)).toBeLessThan(1e-5);
    expect([found.source.length, found.target.length]).toEqual([0, 0]);
  });

  test('no pairs are refused', () => {
    expect(() => new MomentSums(D).finish()).toThrow(RangeError);
    expect(() => cloudOf([], D)).toThrow(RangeError);
  });
});

test('uncentred are the moments about 0', () => {
  const s = Float64Array.of(1, 2, 3, 4);
  const t = Float64Array.of(5, 6, 7, 9);
  const m = uncentred(momentsOf(s, t, 2));
  expect(farthest(m.source, [5, 7, 7, 10])).toBeLessThan(1e-14);
  expect(farthest(m.cross, [13, 19, 16.5, 24])).toBeLessThan(1e-14);
  expect([...m.sourceMean, ...m.targetMean]).toEqual([0, 0, 0, 0]);
});

test('residual are the moments of (s, t - s)', () => {
  const [s, t] = [normals(9 * D, 15), normals(9 * D, 4300)];
  const want = momentsOf(s, sum(t, s, -1), D);
  const got = residual(momentsOf(s, t, D));
  for (const field of FIELDS) expect(farthest(got[field], want[field]), field).toBeLessThan(1e-14);
});

test('a cloud in parts is the source of the pairs', () => {
  const rows = normals(9 * D, 16);
  const { mean, covariance } = cloudOf(
    [rows.subarray(0, 4 * D), new Float64Array(), rows.subarray(4 * D)],
    D,
  );
  const m = momentsOf(rows, rows, D);
  expect(farthest(mean, m.sourceMean)).toBeLessThan(1e-15);
  expect(farthest(covariance, m.source)).toBeLessThan(1e-14);
});
