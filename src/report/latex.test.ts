import { expect, test } from 'vitest';
import { renderReportLatex } from './latex';
import { sampleReport } from './testing';

const latex = renderReportLatex(sampleReport());

test('a table a task, each row with as many cells as the head', () => {
  expect(latex.match(/\\begin\{table\}/g)).toHaveLength(2);
  const rows = latex.split('\n').filter((row) => row.endsWith('\\\\') && row.includes('&'));
  const columns = /\\begin\{tabular\}\{(\w+)\}/.exec(latex)![1]!.length;
  for (const row of rows) expect(row.match(/(?<!\\)&/g), row).toHaveLength(columns - 1);
  expect(rows.length).toBeGreaterThan(8);
});

test('hostile names cannot leave their cell or run as a command', () => {
  const report = sampleReport({ corpus: 'a & b % \\input{/etc/passwd} $x$ #1 _ ^ ~\nnext' });
  const text = renderReportLatex(report);
  const [, caption = ''] = /\\caption\{(.*)\}\n/.exec(text) ?? [];
  expect(caption).toContain('a \\& b \\% \\textbackslash{}input\\{/etc/passwd\\} \\$x\\$ \\#1 \\_');
  expect(text).not.toContain('\\input');
  expect(text.split('\n').filter((row) => row.startsWith('next'))).toEqual([]);
});

test('the best of a language is bold, never the English ceiling', () => {
  const report = sampleReport();
  for (const row of latex.split('\n').filter((candidate) => candidate.includes('\\textbf{')))
    expect(row.split('&')).toHaveLength(
      1 + new Set(report.results.map((r) => r.language)).size + 2,
    );
  expect(latex).toContain('\\textbf{');
});
