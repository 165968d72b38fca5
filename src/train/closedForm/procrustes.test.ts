import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identity, product, transpose } from './matrix';
import { farthest, mapped, momentsOf, normals, randomRotation } from './plantedTesting';
import { nearestOrthogonal } from './polar';
import { fitProcrustes } from './procrustes';

const isOrthogonal = (q: Float64Array, d: number) =>
  farthest(product(transpose(q, d), q, d), identity(d)) < 1e-12;

describe('fitProcrustes', () => {
  test('recovers a planted rotation and shift', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 16 }), fc.integer(), (d, seed) => {
        const [q, shift] = [randomRotation(d, seed), normals(d, seed + 1)];
        const s = normals(8 * d * d, seed + 2);
        const map = fitProcrustes(momentsOf(s, mapped(q, s, shift), d), true);
        expect(farthest(map.matrix!, q)).toBeLessThan(1e-10);
        expect(farthest(map.shift, shift)).toBeLessThan(1e-10);
      }),
      { numRuns: 20 },
    );
  });

  test('without centring: a rotation about the origin, and no shift', () => {
    const d = 6;
    const q = randomRotation(d, 5);
    const s = normals(90 * d, 700).map((value) => value + 3);
    const map = fitProcrustes(momentsOf(s, mapped(q, s), d), false);
    expect(farthest(map.matrix!, q)).toBeLessThan(1e-10);
    expect(farthest(map.shift, new Float64Array(d))).toBe(0);
  });

  test('a quarter turn in the plane, counted by hand', () => {
    const s = Float64Array.of(1, 0, -1, 0, 0, 2, 0, -2);
    const t = Float64Array.of(0, 1, 0, -1, -2, 0, 2, 0);
    const { matrix } = fitProcrustes(momentsOf(s, t, 2), true);
    expect(farthest(matrix!, [0, -1, 1, 0])).toBeLessThan(1e-11);
  });

  test('of noisy pairs no other orthogonal map has a smaller error', () => {
    const d = 4;
    const s = normals(30 * d, 51);
    const noise = normals(30 * d, 5200);
    const t = mapped(randomRotation(d, 52), s).map((value, k) => value + noise[k]!);
    const m = momentsOf(s, t, d);
    const { matrix } = fitProcrustes(m, false);
    const error = (q: Float64Array) =>
      mapped(q, s).reduce((total, value, k) => total + (value - t[k]!) ** 2, 0);
    for (let trial = 0; trial < 20; trial++) {
      const step = normals(d * d, 400 * trial + 1).map((value) => 0.02 * value);
      const other = nearestOrthogonal(
        matrix!.map((value, k) => value + step[k]!),
        d,
      );
      expect(error(other)).toBeGreaterThan(error(matrix!));
    }
  });

  test('three pairs in 16 dimensions: orthogonal, right where the pairs are, the identity elsewhere', () => {
    const d = 16;
    // Pairs in the plane of the first two axes, turned there by a quarter.
    const s = new Float64Array(3 * d);
    const t = new Float64Array(3 * d);
    for (const [k, [x, y]] of [
      [1, 0],
      [0, 1],
      [-1, -1],
    ].entries()) {
      s.set([x!, y!], k * d);
      t.set([-y!, x!], k * d);
    }
    const { matrix } = fitProcrustes(momentsOf(s, t, d), true);
    const want = identity(d);
    want.set([0, -1], 0);
    want.set([1, 0], d);
    expect(farthest(matrix!, want)).toBeLessThan(1e-9);
  });

  test('random pairs, fewer than dimensions: still orthogonal, pairs hit', () => {
    const d = 16;
    const q = randomRotation(d, 61);
    const s = normals(3 * d, 6200);
    const t = mapped(q, s);
    const map = fitProcrustes(momentsOf(s, t, d), true);
    expect(isOrthogonal(map.matrix!, d)).toBe(true);
    expect(farthest(mapped(map.matrix!, s, map.shift), t)).toBeLessThan(1e-9);
  });

  test('constant vectors and a single pair: the mean shift', () => {
    for (const n of [1, 4]) {
      const s = Float64Array.from({ length: 3 * n }, (_, k) => [0.1, 2, -7][k % 3]!);
      const t = Float64Array.from({ length: 3 * n }, (_, k) => [3, 0.7, 1][k % 3]!);
      const { matrix, shift } = fitProcrustes(momentsOf(s, t, 3), true);
      expect(farthest(matrix!, identity(3))).toBeLessThan(1e-15);
      expect(farthest(shift, [2.9, -1.3, 8])).toBeLessThan(1e-14);
    }
  });

  test('all zero: the identity', () => {
    const zero = new Float64Array(6);
    for (const centre of [true, false])
      expect(farthest(fitProcrustes(momentsOf(zero, zero, 3), centre).matrix!, identity(3))).toBe(
        0,
      );
  });
});
