import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseLambda, fitHeldOutRidge, fitRidge, LAMBDAS } from './leastSquares';
import { identity } from './matrix';
import { mergeMoments } from './moments';
import { farthest, mapped, mapRows, momentsOf, normals } from './plantedTesting';

const D = 5;
const PLAIN = { centre: true, towards: 'zero' } as const;
const TO_IDENTITY = { centre: true, towards: 'identity' } as const;

/** Mean squared error of a map over rows. */
function errorOf(map: Parameters<typeof mapRows>[0], s: Float64Array, t: Float64Array): number {
  return (
    mapRows(map, s).reduce((total, value, k) => total + (value - t[k]!) ** 2, 0) / (s.length / D)
  );
}

describe('least squares', () => {
  test('finds a planted affine map', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [matrix, shift] = [normals(D * D, seed), normals(D, seed + 1)];
        const s = normals(40 * D, seed + 2);
        for (const settings of [PLAIN, TO_IDENTITY]) {
          const map = fitRidge(momentsOf(s, mapped(matrix, s, shift), D), 0, settings);
          expect(farthest(map.matrix!, matrix)).toBeLessThan(1e-10);
          expect(farthest(map.shift, shift)).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('without centring: a planted linear map, and no shift', () => {
    const matrix = normals(D * D, 3);
    const s = normals(40 * D, 800).map((value) => value + 2);
    const m = momentsOf(s, mapped(matrix, s), D);
    const map = fitRidge(m, 0, { ...PLAIN, centre: false });
    expect(farthest(map.matrix!, matrix)).toBeLessThan(1e-10);
    expect(farthest(map.shift, new Float64Array(D))).toBe(0);
  });

  test('no other map has a smaller error on noisy pairs', () => {
    const s = normals(60 * D, 21);
    const noise = normals(60 * D, 6000);
    const t = mapped(normals(D * D, 22), s).map((value, k) => value + noise[k]!);
    const best = fitRidge(momentsOf(s, t, D), 0, PLAIN);
    for (let trial = 0; trial < 20; trial++) {
      const step = normals(D * D + D, 300 * trial + 1).map((value) => 0.01 * value);
      const other = {
        matrix: best.matrix!.map((value, k) => value + step[k]!),
        shift: best.shift.map((value, k) => value + step[D * D + k]!),
        details: {},
      };
      expect(errorOf(other, s, t)).toBeGreaterThan(errorOf(best, s, t));
    }
  });

  test('collinear sources: the map of least norm, which hits every target', () => {
    // All sources are multiples of e = (1, 1, 0, 0, 0): the map is t e^T / 2.
    const s = Float64Array.from([-1, 2, 3].flatMap((c) => [c, c, 0, 0, 0]));
    const direction = [1, 2, 3, 4, 5];
    const t = Float64Array.from([-1, 2, 3].flatMap((c) => direction.map((x) => c * x)));
    const { matrix } = fitRidge(momentsOf(s, t, D), 0, PLAIN);
    const want = direction.flatMap((x) => [x / 2, x / 2, 0, 0, 0]);
    expect(farthest(matrix!, want)).toBeLessThan(1e-12);
  });
});

describe('ridge', () => {
  const s = normals(30 * D, 31).map((value) => value + 1);
  const t = mapped(normals(D * D, 32), s, normals(D, 33));
  const m = momentsOf(s, t, D);

  test('one dimension by hand: covariance over variance plus lambda variances', () => {
    const one = momentsOf(Float64Array.of(-1, 1), Float64Array.of(-3, 7), 1);
    const map = fitRidge(one, 0.25, PLAIN);
    expect(map.matrix![0]).toBeCloseTo(5 / 1.25, 14);
    expect(map.shift[0]).toBeCloseTo(2, 14);
  });

  test('as lambda grows everything lands on the mean, or where the mean shift takes it', () => {
    const flat = fitRidge(m, 1e14, PLAIN);
    expect(farthest(flat.matrix!, new Float64Array(D * D))).toBeLessThan(1e-12);
    expect(farthest(flat.shift, m.targetMean)).toBeLessThan(1e-12);
    const shifted = fitRidge(m, 1e14, TO_IDENTITY);
    expect(farthest(shifted.matrix!, identity(D))).toBeLessThan(1e-12);
    const shift = m.targetMean.map((value, k) => value - m.sourceMean[k]!);
    expect(farthest(shifted.shift, shift)).toBeLessThan(1e-12);
  });

  test('lambda is in units of variance: sources of another scale give the same predictions', () => {
    const small = s.map((value) => value * 1e-3);
    const [a, b] = [m, momentsOf(small, t, D)].map((moments) => fitRidge(moments, 0.5, PLAIN));
    expect(farthest(mapRows(a!, s), mapRows(b!, small))).toBeLessThan(1e-11);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('lambda %d is refused', (lambda) => {
    expect(() => fitRidge(m, lambda, PLAIN)).toThrow(/lambda/);
  });
});

describe('the held-out lambda', () => {
  // Few noisy pairs: the best lambda lies inside the list.
  const [n, held] = [12, 40];
  const s = normals((n + held) * D, 41).map((value) => value + 0.5);
  const noise = normals((n + held) * D, 42_000);
  const t = mapped(normals(D * D, 43), s, normals(D, 44)).map((value, k) => value + 2 * noise[k]!);
  const fitted = momentsOf(s.subarray(0, n * D), t.subarray(0, n * D), D);
  const heldOut = momentsOf(s.subarray(n * D), t.subarray(n * D), D);

  test.each([PLAIN, TO_IDENTITY, { ...PLAIN, centre: false }])(
    'is the one of least error, measured row by row (%o)',
    (settings) => {
      const errors = LAMBDAS.map((lambda) =>
        errorOf(fitRidge(fitted, lambda, settings), s.subarray(n * D), t.subarray(n * D)),
      );
      const best = LAMBDAS[errors.indexOf(Math.min(...errors))]!;
      expect(chooseLambda(fitted, heldOut, settings)).toBe(best);
      expect([LAMBDAS[0], LAMBDAS.at(-1)]).not.toContain(best);
    },
  );

  test('is then fitted to all pairs', () => {
    const lambda = chooseLambda(fitted, heldOut, PLAIN);
    const map = fitHeldOutRidge(fitted, heldOut, PLAIN);
    expect(map).toEqual(fitRidge(mergeMoments(fitted, heldOut), lambda, PLAIN));
    expect(map.details).toEqual({ lambda });
  });

  test('noiseless pairs choose the smallest, unrelated ones the largest', () => {
    const clean = mapped(normals(D * D, 45), s);
    const cut = 30 * D;
    const part = (x: Float64Array, y: Float64Array) =>
      [
        momentsOf(x.subarray(0, cut), y.subarray(0, cut), D),
        momentsOf(x.subarray(cut), y.subarray(cut), D),
      ] as const;
    expect(chooseLambda(...part(s, clean), PLAIN)).toBe(LAMBDAS[0]);
    const far = normals(4000 * D, 46);
    const unrelated = normals(4000 * D, 47_000);
    expect(chooseLambda(...part(far, unrelated), PLAIN)).toBeGreaterThanOrEqual(10);
  });
});
