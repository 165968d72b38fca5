import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axesOf, decadeTicks, niceTicks, placeOn, tickLabel } from './lineScale';

test('ticks are round, enclose the values, and are neither few nor many', () => {
  expect(niceTicks(0.23, 0.71, 4).ticks).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(niceTicks(-3, 12, 4).ticks).toEqual([-5, 0, 5, 10, 15]);
  expect(niceTicks(5, 5, 4)).toMatchObject({ least: 4, most: 6 });
  expect(niceTicks(0, 0, 4).ticks.length).toBeGreaterThan(1);
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      fc.pre(Math.abs(a - b) > 1e-6);
      const { least, most, ticks } = niceTicks(Math.min(a, b), Math.max(a, b), 4);
      const slack = (most - least) * 1e-6;
      expect(least).toBeLessThanOrEqual(Math.min(a, b) + slack);
      expect(most).toBeGreaterThanOrEqual(Math.max(a, b) - slack);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(7);
    }),
  );
});

test('decades enclose the values; an error of 0 lies on the lowest line that a logarithm has', () => {
  expect(decadeTicks(3e-4, 0.2).ticks).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
  const within = decadeTicks(0.12, 0.27).ticks;
  expect(within).toEqual([0.1, 0.2, 0.5, 1]);
  expect(within.map(tickLabel(within))).toEqual(['0.1', '0.2', '0.5', '1.0']);
  expect(decadeTicks(2e-7, 5e-7).ticks).toEqual([1e-7, 1e-6]);
  expect(decadeTicks(0, 1).ticks.length).toBeLessThanOrEqual(8);
  const scale = { least: 1e-4, most: 1, pixels: [200, 0], logarithmic: true } as const;
  expect(placeOn(scale, 1e-2)).toBeCloseTo(100);
  expect(Number.isFinite(placeOn(scale, 0))).toBe(true);
});

test('axes hold all lines, the raw ones behind smoothed ones too, and end at the last step', () => {
  const line = { id: 'a', stage: 'ot', seed: 1, language: null };
  const points = [
    { step: 1, value: 2 },
    { step: 37, value: 3 },
  ];
  const raw = [{ step: 1, value: 9 }];
  const { x, y } = axesOf([{ ...line, points, raw }]);
  expect([x.least, x.most]).toEqual([0, 37]);
  expect(y.most).toBeGreaterThanOrEqual(9);
  // There is no half of a step.
  expect(axesOf([]).x).toEqual({ least: 0, most: 1, ticks: [0, 1] });
});

test('ticks are written alike, with a real minus, and as powers where these are shorter', () => {
  const written = (ticks: readonly number[]) => ticks.map(tickLabel(ticks));
  expect(written([-0.5, 0, 0.25])).toEqual(['\u22120.50', '0.00', '0.25']);
  expect(written([0, 20, 40])).toEqual(['0', '20', '40']);
  // Losses of a placebo are next to nothing.
  expect(written([0, 2e-7, 4e-7])).toEqual(['0', '2e\u22127', '4e\u22127']);
  expect(written([-1.5e-7, 0])).toEqual(['\u22121.5e\u22127', '0']);
  expect(written([1e-4, 1e-3, 1e-2, 0.1, 1])).toEqual(['10⁻⁴', '10⁻³', '0.01', '0.1', '1']);
});
