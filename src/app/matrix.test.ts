import { expect, it } from 'vitest';
import type { AlignResult } from '../worker';
import { shownMatrix, strongest } from './matrix';

const result: AlignResult = {
  plan: new Float32Array([0.5, 0, 0.125, 0.375]),
  cost: new Float32Array([0.25, 1, 0.5, 0.25]),
  loss: 0.28125,
  entropy: 1,
  marginalError: 0,
  iterations: 1,
  converged: true,
  milliseconds: 1,
  exact: null,
  gap: 0,
  domain: 'kernel',
  engine: 'wasm',
  why: '',
};

it('shows the plan as shares of the row on a fixed scale', () => {
  const matrix = shownMatrix(result, 'plan', 2, 2);
  expect([...matrix.values]).toEqual([1, 0, 0.25, 0.75]);
  expect(matrix.domain).toEqual([0, 1]);
});

it('shows where the objective is spent; the shares sum to 1', () => {
  const { values } = shownMatrix(result, 'product', 2, 2);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
});

it('rounds the cost scale outwards', () => {
  expect(shownMatrix(result, 'cost', 2, 2).domain).toEqual([0.25, 1]);
});

it('ranks columns, ties by position', () => {
  const matrix = shownMatrix(result, 'plan', 2, 2);
  expect(strongest(matrix, 1, 2)).toEqual([1, 0]);
  expect(
    strongest(shownMatrix({ ...result, plan: new Float32Array(4) }, 'plan', 2, 2), 0, 2),
  ).toEqual([0, 1]);
});
