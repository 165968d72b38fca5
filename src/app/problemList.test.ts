import { describe, expect, it } from 'vitest';
import { tableCsv, tableJson } from './export/tableText';
import { problemFiles, problemTable, shownProblems } from './problemList';

const problem = (file: string, line: number, message: string, field = '') => ({
  ...{ file, line, field, message },
});
const problems = [
  problem('b.tsv', 9, 'found 1 column', 'score'),
  problem('a.tsv', 0, 'ignored'),
  problem('b.tsv', 2, '=HYPERLINK("x")'),
  problem('__proto__', 1, 'odd'),
];
const none = { file: null, search: '' };

describe('problems', () => {
  it('are counted by file, whatever its name', () => {
    expect(problemFiles(problems)).toEqual([
      { file: 'b.tsv', count: 2 },
      { file: '__proto__', count: 1 },
      { file: 'a.tsv', count: 1 },
    ]);
  });

  it('are shown by file and line, chosen by file and by words', () => {
    const places = (filter: Parameters<typeof shownProblems>[1]) =>
      shownProblems(problems, filter).map(({ file, line }) => `${file}:${line}`);
    expect(places(none)).toEqual(['__proto__:1', 'a.tsv:0', 'b.tsv:2', 'b.tsv:9']);
    expect(places({ file: 'b.tsv', search: '' })).toEqual(['b.tsv:2', 'b.tsv:9']);
    expect(places({ file: null, search: ' SCORE' })).toEqual(['b.tsv:9']);
    expect(places({ file: null, search: 'nowhere' })).toEqual([]);
  });

  it('leave as tables that no spreadsheet runs', () => {
    const table = problemTable('Mine', shownProblems(problems, { file: 'b.tsv', search: '' }));
    expect(tableCsv(table)).toBe(
      'file,line,field,message\nb.tsv,2,,"\'=HYPERLINK(""x"")"\nb.tsv,9,score,found 1 column\n',
    );
    expect(JSON.parse(tableJson(table)).rows[0]).toEqual(problems[2]);
  });
});
