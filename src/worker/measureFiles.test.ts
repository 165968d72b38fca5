import { describe, expect, test } from 'vitest';
import { measureFiles } from './measureFiles';
import type { MeasureJob, MeasureOutcome } from './measureTypes';

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const QRELS = 'q1 0 a 1\nq1 0 b 0\nq2 0 a 2\nq3 0 a -1\n';
const RUN = 'q1 Q0 a 1 2.5 s\nq1 Q0 b 2 3.5 s\nq9 Q0 a 1 1 s\n';

async function measure(
  qrels: string,
  runs: readonly string[],
  changes: Partial<MeasureJob> = {},
): Promise<MeasureOutcome> {
  const outcome = await measureFiles({
    qrels: file('q', qrels),
    runs: runs.map((text, at) => file(`r${at}`, text)),
    measures: ['AP', 'P(rel=2)@1'],
    ...{ ties: 'trec', missing: 'skip', precision: 'float32' },
    ...changes,
  });
  if ('wrongMeasure' in outcome) throw new Error(outcome.wrongMeasure);
  return outcome;
}

describe('measureFiles', () => {
  test('measures, and counts what was left out', async () => {
    expect(await measure(QRELS, [RUN])).toEqual({
      measures: ['AP', 'P(rel=2)@1'],
      qrels: { path: 'q', format: 'trec', queries: 3, rows: 4, negative: 1, repeated: 0 },
      runs: [
        {
          ...{ path: 'r0', tag: 's', means: [0.5, null], counts: [1, 0] },
          perQuery: [{ query: 'q1', values: [0.5, null] }],
          ...{ missing: ['q2'], unjudged: ['q9'], noRelevant: ['q3'] },
          ...{ ties: 0, decisiveTies: 0, roundedTies: 0 },
        },
      ],
      problems: [],
    });
    const complete = await measure(QRELS, [RUN], { missing: 'zero' });
    expect(complete.runs[0]).toMatchObject({ means: [0.25, 0], counts: [2, 1] });
  });

  test('does not measure a run with a bad row, but the others', async () => {
    const twice = `${RUN}q1 Q0 a 3 1 s\n`;
    const { runs, problems } = await measure(QRELS, [`${RUN}q1 Q0 c 1 nan s`, RUN, twice, '']);
    expect(runs.map(({ path }) => path)).toEqual(['r1']);
    expect(problems).toEqual([
      'r0:4: score: found "nan", wanted a finite number',
      'r2:4: document: query "q1" has document "a" already in line 1',
      'r3: the file is empty, wanted rows',
    ]);
  });

  test('measures nothing by judgements with a bad row, and names those of the runs too', async () => {
    const { runs, problems } = await measure(`${QRELS}q4 0 a 0.5`, [RUN, 'q1 Q0 a 1 s']);
    expect(runs).toEqual([]);
    expect(problems).toEqual([
      'q:5: grade: found "0.5", wanted a whole number from -127 to 127',
      'r1:1: found 5 fields, wanted 6: query Q0 document rank score tag',
    ]);
    const utf16 = { path: 'q', bytes: Uint8Array.of(255, 254, 113, 0) };
    expect((await measure('', [RUN], { qrels: utf16 })).problems).toEqual([
      'q: found UTF-16 text, wanted UTF-8; save it as UTF-8',
    ]);
  });

  test('names a measure that is none before it looks at files', async () => {
    const wrong = (measures: string[]) => measure('', [], { measures });
    await expect(wrong(['AP', 'MAP@x'])).rejects.toThrow('cannot read "MAP@x"; wanted AP, AP@k');
    await expect(wrong(['AP', 'MAP'])).rejects.toThrow('AP is named twice');
  });
});
