import { expect, test } from 'vitest';
import { renderReportMarkdown } from '../src/report';
import { sampleReport } from '../src/report/testing';
import { renderResults } from './resultsDoc.mjs';

const report = sampleReport({
  corpus: 'Sample',
  groups: { name: 'Two', high: ['de'], low: ['sw'] },
  differences: [
    {
      task: 'T2',
      method: 'ot',
      baseline: 'zero-shot',
      language: 'de',
      delta: 0.05,
      ci: [0.01, 0.09],
    },
    {
      task: 'T2',
      method: 'ot',
      baseline: 'mse@top-2',
      language: 'de',
      delta: -0.05,
      ci: [-0.09, -0.01],
    },
    { task: 'T2', method: 'ot', baseline: 'zero-shot', language: 'sw', delta: 0, ci: null },
  ],
});
const studies = [
  {
    name: 'small',
    title: 'A study, small',
    about: 'What it is.',
    report,
    markdown: renderReportMarkdown(report),
  },
];

test('an overview line a method, then each study with its tables and its config', () => {
  const lines = renderResults(studies, { date: '2026-01-02' }).split('\n');
  expect(lines[2]).toContain('Generated on 2026-01-02 by `npm run results');
  expect(lines).toContain(
    '| [A study, small](#a-study-small) | ot | 95.0 | 70.0 | 20.0 | +1 −0 of 2 | +0 −1 of 1 |  | 1 | 21 | small |',
  );
  expect(lines).toContain('## A study, small');
  expect(lines).toContain('`studies/small.json`');
  expect(lines).toContain(JSON.stringify(report.config));
  for (const line of renderReportMarkdown(report).trimEnd().split('\n'))
    expect(lines).toContain(line);
});

test('a trial says so', () => {
  const trial = { limit: 5, seeds: [1, 2] };
  const text = renderResults(studies, { date: '2026-01-02', trial });
  expect(text).toContain('**A trial: every study was run with limit 5, seeds 1,2.**');
  expect(renderResults(studies, { date: '2026-01-02' })).not.toContain('A trial');
});
