import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareUpper, studentCdf, studentQuantile, studentTwoSided } from './distributions';
import golden from './golden.json';
import { incompleteBeta } from './incompleteBeta';
import { upperIncompleteGamma } from './incompleteGamma';

/** Relative error, absolute where SciPy says 0. */
const error = (got: number, want: number) => Math.abs(got - want) / (Math.abs(want) || 1);
const worst = (errors: number[]) => errors.reduce((a, b) => Math.max(a, b), 0);

describe('against SciPy', () => {
  it("agrees on Student's two-sided tail to 1e-9, far tails included", () => {
    expect(golden.studentTwoSided.some(([, , p]) => p! < 1e-12)).toBe(true);
    const errors = golden.studentTwoSided.map(([t, df, p]) => error(studentTwoSided(t!, df!), p!));
    expect(worst(errors)).toBeLessThan(1e-10);
    expect(worst(errors.filter((_, i) => golden.studentTwoSided[i]![1]! < 1e4))).toBeLessThan(
      2e-12,
    );
  });

  it("agrees on Student's quantiles to 1e-9", () => {
    const errors = golden.studentQuantile.map(([p, df, t]) => error(studentQuantile(p!, df!), t!));
    expect(worst(errors)).toBeLessThan(1e-9);
  });

  it('agrees on the upper tail of chi-square to 1e-9', () => {
    expect(golden.chiSquareUpper.some(([, , p]) => p! < 1e-12)).toBe(true);
    const errors = golden.chiSquareUpper.map(([x, df, p]) => error(chiSquareUpper(x!, df!), p!));
    expect(worst(errors)).toBeLessThan(1e-9);
  });

  it('agrees on the incomplete beta function to 1e-9', () => {
    const errors = golden.incompleteBeta.map(([a, b, x, p]) =>
      error(incompleteBeta(a!, b!, x!, 1 - x!), p!),
    );
    expect(worst(errors)).toBeLessThan(1e-9);
  });
});

describe('Student and chi-square', () => {
  it('have their closed forms', () => {
    for (const t of [0, 1e-8, 0.25, 1, 3, 1e3, 1e9]) {
      const cauchy = t === 0 ? 1 : (2 / Math.PI) * Math.atan(1 / t);
      expect(error(studentTwoSided(t, 1), cauchy)).toBeLessThan(1e-13);
      expect(error(chiSquareUpper(t, 2), Math.exp(-t / 2))).toBeLessThan(1e-12);
    }
  });

  it('invert each other, are symmetric and fall with t', () => {
    const df = fc.double({ min: 0.5, max: 5000, noNaN: true });
    const p = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(p, df, (p, df) => {
        const t = studentQuantile(p, df);
        expect(error(studentCdf(t, df), p)).toBeLessThan(1e-11);
        expect(studentTwoSided(-t, df)).toBe(studentTwoSided(t, df));
        expect(studentTwoSided(1.01 * Math.abs(t) + 0.01, df)).toBeLessThan(studentTwoSided(t, df));
      }),
    );
  });

  it('reach the ends', () => {
    expect([studentTwoSided(0, 5), studentTwoSided(1 / 0, 5), studentQuantile(0.5, 5)]).toEqual([
      1, 0, 0,
    ]);
    expect([chiSquareUpper(0, 3), chiSquareUpper(1 / 0, 3), chiSquareUpper(1e6, 3)]).toEqual([
      1, 0, 0,
    ]);
  });

  it('refuse what has no value', () => {
    expect(() => studentTwoSided(Number.NaN, 3)).toThrow('t must be a number');
    for (const df of [0, -1, Number.NaN, 1 / 0]) {
      expect(() => studentTwoSided(1, df)).toThrow('df must be finite and positive');
      expect(() => chiSquareUpper(1, df)).toThrow('df must be finite and positive');
    }
    for (const p of [0, 1, Number.NaN])
      expect(() => studentQuantile(p, 3)).toThrow('p must be in (0, 1)');
    expect(() => chiSquareUpper(-1, 3)).toThrow('x must be at least 0, got -1');
    expect(() => incompleteBeta(0, 1, 0.5, 0.5)).toThrow('a and b');
    expect(() => incompleteBeta(1, 1, 0.5, 0.6)).toThrow('sum to 1');
    expect(() => upperIncompleteGamma(0, 1)).toThrow('a must be');
    expect(() => upperIncompleteGamma(1, -1)).toThrow('x must be');
  });
});
