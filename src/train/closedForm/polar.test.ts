import fc from 'fast-check';
import { Matrix, SVD } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { identity, product, transpose } from './matrix';
import { farthest, normals, randomRotation } from './plantedTesting';
import { inverse, nearestOrthogonal } from './polar';

/** The same by singular values. */
function bySvd(a: Float64Array, d: number): number[] {
  const { leftSingularVectors: u, rightSingularVectors: v } = new SVD(Matrix.from1DArray(d, d, a));
  return u.mmul(v.transpose()).to1DArray();
}

describe('nearestOrthogonal', () => {
  test('is U V^T', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (d, seed) => {
        const a = normals(d * d, seed);
        fc.pre(Math.min(...new SVD(Matrix.from1DArray(d, d, a)).diagonal) > 1e-3);
        expect(farthest(nearestOrthogonal(a, d), bySvd(a, d))).toBeLessThan(1e-11);
      }),
    );
  });

  test('singular values from 1 down to 1e-8', () => {
    const d = 9;
    const [u, v] = [randomRotation(d, 1), randomRotation(d, 5000)];
    const stretched = u.map((value, k) => value * 10 ** -(k % d));
    const a = product(stretched, transpose(v, d), d);
    const q = nearestOrthogonal(a, d);
    // The nearest matrix itself is uncertain by rounding over the smallest singular value.
    expect(farthest(q, product(u, transpose(v, d), d))).toBeLessThan(1e-7);
    expect(farthest(product(transpose(q, d), q, d), identity(d))).toBeLessThan(1e-14);
  });

  test('a scale changes nothing, however small or large', () => {
    const a = normals(16, 3);
    const want = nearestOrthogonal(a, 4);
    for (const scale of [1e-100, 1e100])
      expect(
        farthest(
          nearestOrthogonal(
            a.map((x) => x * scale),
            4,
          ),
          want,
        ),
      ).toBeLessThan(1e-12);
  });

  test('without an inverse: orthogonal, and right where a says something', () => {
    const q = nearestOrthogonal(Float64Array.of(0, 0, 0, 3, 0, 0, 0, 0, 0), 3);
    expect(farthest(product(transpose(q, 3), q, 3), identity(3))).toBeLessThan(1e-12);
    expect(q[3]).toBeCloseTo(1, 12);
    expect(nearestOrthogonal(new Float64Array(9), 3)).toEqual(identity(3));
  });
});

test('a times its inverse is the identity, rows exchanged or not', () => {
  for (const d of [1, 2, 7, 20]) {
    const a = normals(d * d, 100 + d).map((value, k) => (k % (d + 1) === 0 && d > 1 ? 0 : value));
    expect(farthest(product(a, inverse(a, d), d), identity(d))).toBeLessThan(1e-10);
  }
});
