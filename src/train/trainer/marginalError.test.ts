import { expect, test } from 'vitest';
import { Rng } from '../../lib';
import { openHostNn } from '../../nn';
import { float64Engine } from '../../ot';
import { parseLoss } from '../losses';
import type { CurveRow, TrainSettings } from '../types';
import { INPUTS, OUTPUTS, TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { trainStudent } from './trainStudent';

const PAIRS = 10;
const OT = { eps: 0.05, iterations: 2 };
const problem = tinyProblem(['de'], PAIRS);

/** The first step's point of a run; at step 1 the student is still the teacher's head. */
async function firstPoint(loss: string, settings: Partial<TrainSettings> = {}) {
  using nn = openHostNn('float64');
  const points: CurveRow[] = [];
  const all = {
    ...{ ...TINY_SETTINGS, steps: 1, batch: PAIRS },
    loss: { ...TINY_SETTINGS.loss, ot: OT },
    ...settings,
  };
  const hooks = tinyHooks({ onPoint: (point: CurveRow) => points.push(point) });
  await trainStudent(nn, problem, { kind: 'linear' }, parseLoss(loss), all, new Rng(1), hooks);
  return points.find(({ step }) => step === 1)!;
}

/** L1 distances of a pair's plan from both weights, added. */
async function errorOf(pair: number): Promise<number> {
  const { english, teacher, languages } = problem;
  const { offsets, states } = languages[0]!.texts;
  const [from, to] = [offsets[pair]!, offsets[pair + 1]!];
  const x = english.vectors.slice(from * OUTPUTS, to * OUTPUTS);
  const y = Float32Array.from({ length: x.length }, (_, at) => {
    const [token, k] = [from + Math.floor(at / OUTPUTS), at % OUTPUTS];
    let dot = 0;
    for (let i = 0; i < INPUTS; i++)
      dot += teacher.head[k * INPUTS + i]! * states![token * INPUTS + i]!;
    return dot; // cosine cost asks for no length
  });
  const n = to - from;
  const counts = { rowCounts: [n], columnCounts: [n] };
  const { plan } = await float64Engine().solve({ x, y, d: OUTPUTS, ...counts }, OT, { plan: true });
  const sides = Array.from({ length: n }, (_, i) => {
    const along = (at: (j: number) => number) =>
      Array.from({ length: n }, (_, j) => plan![at(j)]!).reduce((sum, p) => sum + p, 0);
    const [row, column] = [along((j) => i * n + j), along((j) => j * n + i)];
    return Math.abs(row - 1 / n) + Math.abs(column - 1 / n);
  });
  return sides.reduce((sum, side) => sum + side, 0);
}

test('the marginal error of a step is the largest of its pairs’ plans, rows and columns together', async () => {
  const errors = await Promise.all(Array.from({ length: PAIRS }, (_, pair) => errorOf(pair)));
  const { marginalError } = await firstPoint('ot');
  expect(Math.max(...errors)).toBeGreaterThan(0.01);
  expect(Math.abs(marginalError! - Math.max(...errors))).toBeLessThan(1e-5);
  // Batches whose gradients are added before a step count alike.
  const halves = await firstPoint('ot', { batch: PAIRS / 2, accumulate: 2 });
  expect(halves.marginalError).toBeCloseTo(marginalError!, 6);
});

test('what does not transport has none', async () => {
  expect(await firstPoint('mse')).not.toHaveProperty('marginalError');
});
