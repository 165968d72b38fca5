import { expect, test } from 'vitest';
import type { CurvePoint } from '../../report';
import { appendPoints } from '../curve';
import { curveSeries, mapSeries, smoothed } from './curveModel';
import { seriesTable } from './curveTables';
import { evaluationsOf } from './evaluations';
import { gapSeries } from './gapSeries';

/** A student of one language: its MAP at the start, then at each tenth step. */
function student(language: string, maps: readonly number[], en = 0.9): CurvePoint[] {
  const [start = 0, ...later] = maps;
  const about = { stage: 'ot', seed: 1, language };
  const first = { ...about, step: 1, loss: 1, devMap: null, atStart: { en, [language]: start } };
  const evaluated = later.map((map, k) => ({
    ...{ ...about, step: 10 * (k + 1), loss: 1 / (k + 2), devMap: map },
    byLanguage: { en, [language]: map },
    marginalError: 1e-3,
  }));
  return [first, ...evaluated];
}

const lines = appendPoints([], [...student('de', [0.6, 0.7, 0.65]), ...student('hi', [0.4, 0.6])]);

test('MAP is followed by method or, of one method, by language, from step 0 on', () => {
  const [de] = mapSeries(lines, null);
  expect(de!.points.map(({ step, value }) => [step, Math.round(value)])).toEqual([
    [0, 60],
    [10, 70],
    [20, 65],
  ]);
  const joint = appendPoints(
    [],
    [
      {
        ...{ stage: 'ot', seed: 1, language: null, step: 10, loss: 1, devMap: 0.5 },
        byLanguage: { en: 0.9, de: 0.6, hi: 0.4, th: null },
      },
    ],
  );
  expect(mapSeries(joint, 'ot').map(({ id, points }) => [id, points[0]!.value])).toEqual([
    ['de, seed 1', 60],
    ['hi, seed 1', 40],
  ]);
  expect(mapSeries(lines, 'mse')).toEqual([]);
});

test('the gap counts each language as it was last evaluated, and says what closed it', () => {
  const [gap] = gapSeries(lines, { name: 'g', high: ['en', 'de'], low: ['hi'] });
  // (0.9 + de) / 2 - hi
  expect(gap!.points.map(({ step, value }) => [step, value.toFixed(1)])).toEqual([
    [0, '35.0'],
    [10, '20.0'],
    [20, '17.5'],
  ]);
  expect(gap!.levelsDown).toBe(false);
  const down = appendPoints([], [...student('de', [0.6, 0.4]), ...student('hi', [0.4, 0.41])]);
  const [levelled] = gapSeries(down, { name: 'g', high: ['de'], low: ['hi'] });
  expect(levelled!.levelsDown).toBe(true);
  expect(levelled!.change.high).toBeCloseTo(-20);
  expect(gapSeries(lines, { name: 'g', high: ['de'], low: ['th'] })).toEqual([]);
  expect(gapSeries(lines, null)).toEqual([]);
});

test('smoothing starts at the first value and leaves the raw line behind it', () => {
  const points = [4, 0, 0].map((value, step) => ({ step, value }));
  expect(smoothed(points, 0.5).map(({ value }) => value.toFixed(4))).toEqual([
    '4.0000',
    '1.3333',
    '0.5714',
  ]);
  const [line] = curveSeries(lines, 'loss', 0.5);
  expect(line!.raw!.map(({ value }) => value)).toEqual([1, 1 / 2, 1 / 3]);
  expect(curveSeries(lines, 'loss')[0]!.raw).toBeUndefined();
  const value = { key: 'loss', label: 'Loss' };
  expect(seriesTable('loss', 'Loss', value, curveSeries(lines, 'loss', 0.5)).rows).toHaveLength(10);
});

test('only what transports has a marginal error', () => {
  const points = [{ stage: 'mse', seed: 1, language: null, step: 1, loss: 1, devMap: null }];
  expect(curveSeries(appendPoints([], points), 'marginalError')).toEqual([]);
  expect(curveSeries(lines, 'marginalError').map(({ points }) => points.length)).toEqual([2, 1]);
});

test('every point of a long run is in the series and its table, and a line that did not grow is not gone through again', () => {
  const point = (step: number, seed: number): CurvePoint => ({
    ...{ stage: 'ot', seed, language: null, step, loss: Math.sin(step), devMap: null },
  });
  const long = appendPoints(
    [],
    Array.from({ length: 20_000 }, (_, step) => point(step, 1)),
  );
  const [first] = curveSeries(long, 'loss');
  expect(first!.points).toHaveLength(20_000);
  const grown = appendPoints(long, [point(0, 2)]);
  const series = curveSeries(grown, 'loss');
  expect(series[0]!.points).toBe(first!.points);
  const table = seriesTable('loss', 'Loss', { key: 'loss', label: 'Loss' }, series);
  expect(table.rows).toHaveLength(20_001);
  expect(table.rows[17]).toEqual(['ot, seed 1', 17, Math.sin(17)]);
});

test('the evaluation whose weights are kept is the best, the start included', () => {
  const chosen = evaluationsOf(lines).filter((one) => one.chosen);
  expect(chosen.map(({ language, step }) => [language, step])).toEqual([
    ['de', 10],
    ['hi', 10],
  ]);
  const worse = appendPoints([], student('de', [0.6, 0.5]));
  expect(evaluationsOf(worse).map(({ step, chosen: kept }) => [step, kept])).toEqual([
    [0, true],
    [10, false],
  ]);
});
