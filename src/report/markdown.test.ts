import { expect, test } from 'vitest';
import { renderReportMarkdown } from './markdown';
import { HOSTILE, sampleReport } from './testing';

const CALM = {
  corpus: 'Sample',
  groups: { name: 'Two', high: ['de'], low: ['sw'] },
  answers: { T1: 'T1: no gap.', T2: 'T2: cut.' },
  notTrained: [],
  notes: ['one note'],
};

test('MAP with the spread of the seeds, gap, differences, training, collapse, notes', () => {
  const text = renderReportMarkdown(sampleReport(CALM));
  const lines = text.split('\n');
  expect(lines).toContain('| Optimal transport (ot) | 75.0 ±0.1 | 70.0 ±0.1 [68.0, 73.0] | – |');
  expect(lines).toContain('|  | en | de (high) | sw (low) |');
  expect(lines).toContain(
    '| Optimal transport (ot) | 95.0 | 75.0 | +20.0 | −10.0 [−15.0, −5.0] |  | levelling up |',
  );
  expect(lines).toContain(
    'Minus Zero-shot transfer (zero-shot), paired by query; bold where the 95 % interval excludes 0:',
  );
  expect(lines).toContain('| Optimal transport (ot) | +5.0 |');
  expect(lines).toContain(
    '| Optimal transport (ot) | mlp | 1 | 225 of 300 | 150 | 0 | 71.0 | 21.0 |',
  );
  expect(lines).toContain('| Optimal transport (ot) | 0.970 | 0.310 | 1 of 1 |');
  expect(lines).toContain('- one note');
});

test('a difference whose interval excludes 0 is bold', () => {
  const [row] = sampleReport().differences;
  const differences = [{ ...row!, ci: [0.01, 0.09] as const }];
  expect(renderReportMarkdown(sampleReport({ ...CALM, differences }))).toContain(
    '| **+5.0** [+1.0, +9.0] |',
  );
});

test('every row of a table has the cells of its head', () => {
  const rows = renderReportMarkdown(sampleReport())
    .split('\n')
    .map((line) => (line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0));
  rows.forEach((cells, k) => {
    if (cells > 0 && rows[k - 1]! > 0) expect(cells).toBe(rows[k - 1]);
  });
  expect(rows.filter((cells) => cells > 0).length).toBeGreaterThan(10);
});

test('texts of the study are no markup', () => {
  const text = renderReportMarkdown(sampleReport());
  expect(text).not.toContain('<script>');
  expect(text).toContain(HOSTILE.slice(1, 7));
});
