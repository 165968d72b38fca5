import { expect, test } from 'vitest';
import { sampleReport } from './testing';
import { showMilliseconds, trainingSummary } from './trainingTable';
import type { TrainingRow } from './types';

const row = (changes: Partial<TrainingRow>): TrainingRow => ({
  method: 'ot',
  seed: 1,
  language: 'de',
  student: 'mlp',
  steps: 300,
  of: 300,
  chosen: 150,
  devMap: 0.5,
  ...changes,
});

test('one row a method with ranges over its students', () => {
  const training = [row({}), row({ language: 'th', steps: 225, chosen: 0, devMap: 0.7 })];
  const report = sampleReport({ training, timings: { 'step ot': 0.0423 } });
  expect(trainingSummary(report)).toEqual([
    {
      method: 'ot',
      student: 'mlp',
      students: 2,
      steps: '225–300 of 300',
      chosen: '0–150',
      atStart: 1,
      devMap: 0.6,
      perStep: 42.3,
    },
  ]);
});

test('methods that train nothing have no row; a missing time is null', () => {
  expect(trainingSummary(sampleReport({ training: [] }))).toEqual([]);
  const report = sampleReport({ training: [row({ method: 'mse' })], timings: {} });
  expect(trainingSummary(report).map(({ method, perStep }) => [method, perStep])).toEqual([
    ['mse', null],
  ]);
});

test.each([
  [0.0421, '0.0421'],
  [42.34, '42.3'],
  [1234.5, '1235'],
  [null, '–'],
])('%s ms is %s', (value, text) => {
  expect(showMilliseconds(value)).toBe(text);
});
