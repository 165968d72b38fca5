import type { CountedTarget } from '../fuzz/judgeCase';
import { seedOf, textOf, want } from '../fuzz/targeting';
import type { NamedBytes } from '../types';
import { parseQrels } from './parseQrels';
import { parseRun, readRun } from './parseRun';
import { writeQrels, writeRun } from './writeTrec';

/** Lines with a field, but comments and BEIR's header. */
function countRows({ bytes }: NamedBytes): number {
  const fields = new TextDecoder()
    .decode(bytes)
    // A second mark: the decoder takes off the first.
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '').match(/[^ \t]+/g) ?? [])
    .filter(([first]) => first !== undefined && !first.startsWith('#'));
  const isHeader = fields[0]?.join(' ').toLowerCase() === 'query-id corpus-id score';
  return fields.length - (isHeader ? 1 : 0);
}

/** What the writers take: a return inside an id is read and not written. */
const isWord = (id: string) => !/[\r]|^\uFEFF/.test(id);

export const qrelsTarget: CountedTarget = {
  name: 'parseQrels',
  seeds: [
    seedOf('trec.qrels', '# judged', '301 0 FT-1 1', '301\t0\tFT-2\t-1', '302 0 FT-1 2', 'x', ''),
    seedOf('test.tsv', 'query-id\tcorpus-id\tscore', 'q1\td1\t2', 'q1\td1\t2', 'q2\td2\t1'),
  ],
  async read(file) {
    const { qrels, rows, repeated, problems } = parseQrels(file.path, textOf(file));
    want([...qrels.values()].reduce((sum, { size }) => sum + size, 0) === rows, 'all rows kept');
    const ids = [...qrels].flatMap(([query, judged]) => [query, ...judged.keys()]);
    if (rows > 0 && ids.every(isWord))
      want(parseQrels('again', writeQrels(qrels)).rows === rows, 'as many when written and read');
    return { kept: rows + repeated, bad: problems.length };
  },
  rows: countRows,
};

export const runTarget: CountedTarget = {
  name: 'parseRun',
  seeds: [
    seedOf(
      'bm25.run',
      '301 Q0 FT-1 1 9.5e0 bm25',
      '301\tQ0\tFT-2 2 -.5 bm25',
      '302 Q0 FT-1 1 1 x',
      '',
    ),
  ],
  async read(file) {
    const { run, rows, badRows } = parseRun(file.path, textOf(file));
    const streamed = await readRun(file);
    want(streamed.rows === rows && streamed.badRows === badRows, 'the same line by line');
    let kept = 0;
    for (const { docnos, scores } of run.values()) {
      want(docnos.length === scores.length && scores.every(Number.isFinite), 'finite scores');
      kept += docnos.length;
    }
    want(kept === rows, 'all rows kept');
    const ids = [...run].flatMap(([query, { docnos }]) => [query, ...docnos]);
    if (rows > 0 && ids.every(isWord))
      want(parseRun('again', writeRun(run, 'x')).rows === rows, 'as many when written and read');
    return { kept, bad: badRows };
  },
  rows: countRows,
};
