import { expect, it } from 'vitest';
import type { CurvePoint } from '../report';
import { appendPoints } from './curve';

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
