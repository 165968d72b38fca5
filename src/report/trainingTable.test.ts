import { expect, test } from 'vitest';
import { renderReportHtml } from './html';
import { renderReportMarkdown } from './markdown';
import { sampleReport } from './testing';
import { renderReportText } from './text';
import { memoryLines, showMilliseconds, trainingSummary } from './trainingTable';
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

test('planned memory stands in every rendering, and nowhere where it was not planned', () => {
  const students = [
    {
      student: 'top-2',
      batch: 32,
      tokensPerText: 18.4,
      checkpointing: true,
      bytes: 300 * 2 ** 20 + 1,
      largestBuffer: 2 ** 21,
    },
  ];
  const report = sampleReport({
    training: [row({ method: 'ot' })],
    memory: { limit: '2 GiB, half of the 4 GiB that the browser tells', students },
  });
  const line = 'top-2, 32 pairs of 18 tokens, layers computed again: 301 MiB.';
  expect(memoryLines(report)).toEqual([
    line,
    'Limit: 2 GiB, half of the 4 GiB that the browser tells.',
  ]);
  for (const rendered of [renderReportText, renderReportMarkdown, renderReportHtml])
    expect(rendered(report)).toContain(line);
  expect(memoryLines(sampleReport())).toEqual([]);
});
