import { expect, it } from 'vitest';
import type { CurvePoint } from '../report';
import { appendPoints, thinPoints } from './curve';

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

it('thins, but keeps spikes and dev evaluations', () => {
  const points = Array.from({ length: 5000 }, (_, k) =>
    point(k, k === 1234 ? 99 : 1, k === 4000 ? 0.5 : null),
  );
  const kept = thinPoints(points, 100);
  expect(kept.length).toBeLessThanOrEqual(102);
  expect(kept.some((p) => p.step === 1234)).toBe(true);
  expect(kept.some((p) => p.step === 4000)).toBe(true);
  expect(kept.map((p) => p.step)).toEqual(kept.map((p) => p.step).toSorted((a, b) => a - b));
});
