import { expect, it } from 'vitest';
import type { CurvePoint } from '../report';
import { appendPoints, thinSeries } from './curve';

const point = (step: number, loss: number, devMap: number | null = null): CurvePoint => ({
  stage: 'ot',
  seed: 1,
  language: null,
  step,
  loss,
  devMap,
});

it('keeps one line per stage and seed, in order of appearance', () => {
  const first = appendPoints([], [point(0, 1), { ...point(0, 2), stage: 'mse' }]);
  const lines = appendPoints(first, [point(1, 0.5), { ...point(1, 0.5), language: 'de' }]);
  expect(lines.map((line) => [line.id, line.points.length])).toEqual([
    ['ot, seed 1', 2],
    ['mse, seed 1', 1],
    ['ot, de, seed 1', 1],
  ]);
});

it('thins, but keeps spikes of both signs', () => {
  const points = Array.from({ length: 5000 }, (_, step) => ({
    step,
    value: step === 1234 ? 99 : step === 4000 ? -99 : 1,
  }));
  const kept = thinSeries(points, 100);
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(kept.map(({ value }) => value)).toEqual(expect.arrayContaining([99, -99]));
  expect(kept.map(({ step }) => step)).toEqual(kept.map((p) => p.step).toSorted((a, b) => a - b));
  expect(thinSeries(points.slice(0, 100), 100)).toEqual(points.slice(0, 100));
});
