import { expect, test } from 'vitest';
import { sampleReport } from '../../report/testing';
import { headlineOf } from './headline';

test('a run in a list: mean MAP and gap of its methods, English and the oracle left out', () => {
  const report = sampleReport();
  const of = (over: object) => headlineOf(sampleReport(over));
  const row = { ...report.results[0]!, task: 'T2', seed: null } as const;
  const results = [
    { ...row, method: 'a', language: 'en', map: 1 },
    { ...row, method: 'a', language: 'de', map: 0.4 },
    { ...row, method: 'a', language: 'sw', map: 0.2 },
    { ...row, method: 'b', language: 'de', map: 0.7 },
    { ...row, method: 'oracle', language: 'de', map: 1 },
    { ...row, task: 'T1' as const, method: 'b', language: 'de', map: 0.9 },
  ];
  const gap = { ...report.gaps[0]!, task: 'T2', seed: null } as const;
  const gaps = [
    { ...gap, method: 'a', gap: 0.2 },
    { ...gap, method: 'b', gap: -0.1 },
    { ...gap, method: 'c', gap: null },
    { ...gap, method: 'b', seed: 1, gap: 0.9 },
    { ...gap, method: 'oracle', gap: 0 },
  ];
  const found = of({ results, gaps })!;
  expect(found.task).toBe('T2');
  expect(found.map![0]).toBeCloseTo(0.3);
  expect(found.map![1]).toBe(0.7);
  expect(found.gap).toEqual([-0.1, 0.2]);
  expect(of({ results: [results[5]], gaps: [] })).toEqual({
    task: 'T1',
    map: [0.9, 0.9],
    gap: null,
  });
  expect(of({ results: [] })).toBeNull();
});
