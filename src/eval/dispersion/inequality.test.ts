import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './golden.json';
import {
  absoluteGap,
  coefficientOfVariation,
  gapRatio,
  gini,
  populationSd,
  rangeOver,
  retained,
  transferGap,
  worstOf,
  worstToBest,
} from './inequality';

const near = (got: number, want: number) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 * Math.abs(want));
const MEASURES = [rangeOver, populationSd, coefficientOfVariation, gini, worstOf, worstToBest];

describe('measures over languages', () => {
  it.each(golden)('agree with NumPy and SciPy', (want) => {
    near(rangeOver(want.values), want.range);
    near(populationSd(want.values), want.sd);
    near(coefficientOfVariation(want.values), want.cv);
    near(gini(want.values), want.gini);
    near(worstOf(want.values), want.worst);
    near(worstToBest(want.values), want.worstToBest);
  });

  it('are 0 (or 1) to the last bit for equal values', () => {
    const equal = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
    expect(MEASURES.map((measure) => measure(equal))).toEqual([0, 0, 0, 0, 0.1, 1]);
    expect(MEASURES.map((measure) => measure([0.3]))).toEqual([0, 0, 0, 0, 0.3, 1]);
  });

  it('keep their bounds and do not mind the order; Gini, CV and ratios not the scale', () => {
    const maps = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(maps, (values) => {
        expect(gini(values)).toBeGreaterThanOrEqual(0);
        expect(gini(values)).toBeLessThanOrEqual(1 - 1 / values.length + 1e-12);
        expect(populationSd(values)).toBeLessThanOrEqual(rangeOver(values) / 2 + 1e-12);
        expect(worstToBest(values)).toBeLessThanOrEqual(1);
        for (const measure of MEASURES) {
          const back = measure([...values].reverse());
          expect(Math.abs(back - measure(values))).toBeLessThanOrEqual(1e-12);
        }
        for (const measure of [gini, coefficientOfVariation, worstToBest])
          expect(measure(values.map((value) => value / 8))).toBeCloseTo(measure(values), 12);
      }),
    );
  });

  it('compare two groups and a reference', () => {
    expect(absoluteGap([0.75, 0.5], [0.25])).toBe(0.375);
    expect(gapRatio([0.75, 0.25], [0.25])).toBe(0.5);
    expect(retained(0.25, 0.5)).toBe(0.5);
    expect(transferGap(0.75, [0.5, 0.25])).toBe(0.375);
  });

  it('are NaN where there is nothing to measure', () => {
    for (const measure of MEASURES) {
      expect(measure([])).toBeNaN();
      expect(measure([0.5, Number.NaN])).toBeNaN();
    }
    for (const measure of [coefficientOfVariation, gini, worstToBest])
      expect(measure([0, 0])).toBeNaN();
    expect([absoluteGap([], [1]), gapRatio([1], []), gapRatio([0], [1])]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([retained(0.5, 0), transferGap(1, [])]).toEqual([Number.NaN, Number.NaN]);
  });

  it('refuse what is no score', () => {
    for (const bad of [-0.1, 1 / 0, -1 / 0]) {
      for (const measure of MEASURES)
        expect(() => measure([0.5, bad])).toThrow(`finite and at least 0, got ${bad}`);
      expect(() => absoluteGap([bad], [0.5])).toThrow('absoluteGap');
      expect(() => gapRatio([0.5], [bad])).toThrow('gapRatio');
      expect(() => retained(bad, 1)).toThrow('retained');
    }
  });
});
