import { expect, test } from 'vitest';
import { renderReportMarkdown } from '../src/report';
import { sampleReport } from '../src/report/testing';
import { renderIndex, renderStudy } from './resultsDoc.mjs';

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
const study = {
  name: 'small',
  title: 'A study, small',
  about: 'What it is.',
  report,
  markdown: renderReportMarkdown(report),
};
const { page, summary } = renderStudy(study, { date: '2026-01-02' });

test('a page has all tables of its study and its config', () => {
  const lines = page.split('\n');
  expect(lines[0]).toBe('# A study, small');
  expect(lines[2]).toContain('Generated on 2026-01-02 by `npm run results');
  expect(lines[2]).toContain('`studies/small.json`');
  expect(lines).toContain(JSON.stringify(report.config));
  for (const line of renderReportMarkdown(report).trimEnd().split('\n'))
    expect(lines).toContain(line);
});

test('the index has a line a method and says where and when, from what was kept as JSON', () => {
  const kept = JSON.parse(JSON.stringify(summary));
  const lines = renderIndex([kept]).split('\n');
  expect(lines).toContain('## [A study, small](results/small.md)');
  expect(lines).toContain('| ot | 95.0 | 70.0 | 20.0 | +1 −0 of 2 | +0 −1 of 1 |  | 1 | 21 |');
  const place = lines.find((line) => line.startsWith('2026-01-02, commit 0123456789ab'));
  expect(place).toContain('1 minutes');
});

test('a trial says so', () => {
  const trial = { limit: 5, seeds: [1, 2] };
  const trialled = renderStudy(study, { date: '2026-01-02', trial });
  expect(trialled.page).toContain('**A trial: it was run with limit 5, seeds 1,2.**');
  expect(renderIndex([trialled.summary])).toContain('**a trial: limit 5, seeds 1,2**');
  expect(page + renderIndex([summary])).not.toMatch(/a trial/i);
});
