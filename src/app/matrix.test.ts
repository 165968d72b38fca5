import { expect, it } from 'vitest';
import type { Pooled } from './align/pooled';
import { differenceMatrix, shownMatrix, strongest } from './matrix';

const plan = new Float64Array([0.5, 0, 0.125, 0.375]);
const cost = new Float64Array([0.25, 1, 0.5, 0.25]);
const pooled: Pooled = {
  ...{ rows: 2, columns: 2, plan, cost },
  spent: plan.map((mass, k) => mass * cost[k]!),
  weights: new Float64Array([0.5, 0.5]),
};
const ROW = { norm: 'row', scale: 'linear' } as const;
const GLOBAL = { norm: 'global', scale: 'linear' } as const;

it('shows the plan as shares of the row on a fixed scale', () => {
  const matrix = shownMatrix(pooled, 'plan', ROW);
  expect([...matrix.values]).toEqual([1, 0, 0.25, 0.75]);
  expect(matrix.domain).toEqual([0, 1]);
});

it('shows the plan as shares of the whole, whatever mass was moved', () => {
  const half = { ...pooled, plan: plan.map((mass) => mass / 2) };
  const matrix = shownMatrix(half, 'plan', GLOBAL);
  expect([...matrix.values]).toEqual([...plan]);
  expect(matrix.domain[1]).toBeGreaterThanOrEqual(0.5);
});

it('keeps a row without mass at 0', () => {
  const values = [...shownMatrix({ ...pooled, plan: new Float64Array(4) }, 'plan', ROW).values];
  expect(values).toEqual([0, 0, 0, 0]);
});

it('shows where the objective is spent; the shares sum to 1, over all or over a row', () => {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  expect(sum(shownMatrix(pooled, 'product', GLOBAL).values)).toBeCloseTo(1, 12);
  expect(sum(shownMatrix(pooled, 'product', ROW).values)).toBeCloseTo(2, 12);
});

it('rounds the cost scale outwards', () => {
  expect(shownMatrix(pooled, 'cost', ROW).domain).toEqual([0.25, 1]);
});

it('has a domain that is symmetric around 0 for differences, never empty', () => {
  const values = new Float64Array([-0.3, 0, 0.1, 0.2]);
  const matrix = differenceMatrix({ values, totalVariation: 0.3 }, pooled, ROW);
  expect(matrix.domain[0]).toBe(-matrix.domain[1]);
  expect(matrix.domain[1]).toBeCloseTo(0.3, 12);
  const none = differenceMatrix({ values: new Float64Array(4), totalVariation: 0 }, pooled, ROW);
  expect(none.domain[1]).toBeGreaterThan(0);
});

it('ranks columns, ties by position', () => {
  expect(strongest(shownMatrix(pooled, 'plan', ROW), 1, 2)).toEqual([1, 0]);
  const flat = shownMatrix({ ...pooled, plan: new Float64Array(4) }, 'plan', ROW);
  expect(strongest(flat, 0, 2)).toEqual([0, 1]);
  const loses = { ...flat, diverging: true, values: Float64Array.of(0.1, -0.3, 0.2, 0) };
  expect(strongest({ ...loses, rows: 1, columns: 4 }, 0, 2)).toEqual([1, 2]);
});
