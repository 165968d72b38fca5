import { expect, it } from 'vitest';
import type { ResultRow, StudyReport } from '../report';
import { gapModel, whiskers } from './gapModel';

const row = (language: string, seed: number | null, map: number): ResultRow => ({
  task: 'T2',
  method: 'ot',
  language,
  seed,
  map,
  ci: [map - 0.02, map + 0.01],
  queries: 10,
  ties: 0,
});
const report = (results: ResultRow[]): StudyReport =>
  ({
    groups: { name: 'g', high: ['en', 'de'], low: ['hi'] },
    results,
    gaps: [],
  }) as unknown as StudyReport;

it('groups languages, high before low, and takes the mean over the seeds', () => {
  const model = gapModel(
    report([row('hi', null, 0.6), row('th', null, 0.5), row('de', 1, 0.1), row('de', null, 0.7)]),
    'T2',
  );
  expect(model.lines.map((line) => [line.language, line.group])).toEqual([
    ['de', 'high'],
    ['hi', 'low'],
    ['th', 'other'],
  ]);
  expect(model.lines[0]!.results.ot!.map).toBe(0.7);
});

it('covers every whisker with its axis', () => {
  expect(gapModel(report([row('de', null, 0.61), row('hi', null, 0.79)]), 'T2').domain).toEqual([
    0.55, 0.8,
  ]);
});

it('has an answer for a task without rows', () => {
  expect(gapModel(report([]), 'T1')).toMatchObject({ lines: [], methods: [], domain: [0, 1] });
});

it('measures whiskers from the value', () => {
  const [low, high] = whiskers(0.5, [0.4, 0.55]);
  expect(low).toBeCloseTo(0.1, 12);
  expect(high).toBeCloseTo(0.05, 12);
  expect(whiskers(0.5, null)).toEqual([0, 0]);
});
