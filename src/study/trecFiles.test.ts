import { describe, expect, test } from 'vitest';
import { judge, judgePool } from './judgements';
import { perQueryCsv } from './perQuery';
import { parallelOf, utterance } from './testing';
import { TrecFiles } from './trecFiles';

const english = [
  utterance('7', 'en', 'wake me', 'ALARM'),
  utterance('8', 'en', 'call mum', 'CALL'),
  utterance('9', 'en', 'wake us', 'ALARM'),
];

async function written(depth = 0) {
  const files = new Map<string, string>();
  const trec = new TrecFiles(async (name, content) => {
    files.set(name, await content.text());
  }, depth);
  return { files, trec };
}

describe('TrecFiles', () => {
  test('qrels without queries that nothing is relevant to, runs without what a task excludes', async () => {
    const { files, trec } = await written();
    const names = [{ method: 'ot+0.5*mse@top-2', language: 'de', seed: 3 }];
    const { listen, finish } = trec.open(judge(english, { tasks: ['T1', 'T2'] }), names);
    const third = Math.fround(1 / 3);
    listen(0, Float32Array.of(0.5, third, 0.5));
    listen(1, Float32Array.of(0, -1e-30, 1));
    listen(2, Float32Array.of(1, 1, 1));
    await finish();
    expect([...files.keys()]).toEqual([
      'T1.qrels',
      'T1.ot+0.5xmse@top-2.de.3.run',
      'T2.qrels',
      'T2.ot+0.5xmse@top-2.de.3.run',
    ]);
    expect(files.get('T1.qrels')).toBe('7 0 7 1\n8 0 8 1\n9 0 9 1\n');
    expect(files.get('T2.qrels')).toBe('7 0 9 1\n9 0 7 1\n');
    const tag = 'ot+0.5*mse@top-2';
    // Equal scores by docno descending, as trec_eval has them.
    expect(files.get('T1.ot+0.5xmse@top-2.de.3.run')).toBe(
      `7 Q0 9 1 0.500000000 ${tag}\n7 Q0 7 2 0.500000000 ${tag}\n7 Q0 8 3 0.333333343 ${tag}\n` +
        `8 Q0 9 1 1.00000000 ${tag}\n8 Q0 7 2 0.00000000 ${tag}\n8 Q0 8 3 -1.00000000e-30 ${tag}\n` +
        `9 Q0 9 1 1.00000000 ${tag}\n9 Q0 8 2 1.00000000 ${tag}\n9 Q0 7 3 1.00000000 ${tag}\n`,
    );
    expect(files.get('T2.ot+0.5xmse@top-2.de.3.run')?.split('\n')[0]).toBe(
      `7 Q0 9 1 0.500000000 ${tag}`,
    );
    const scores = [...files.values()].join('').matchAll(/ (\S+) ot\+/g);
    for (const [, text] of scores)
      expect([0.5, third, 0, Math.fround(-1e-30), 1]).toContain(Math.fround(Number(text)));
  });

  test('one ranking under several names; at most depth documents; qrels once', async () => {
    const { files, trec } = await written(2);
    const names = [1, 2].map((seed) => ({ method: 'zero-shot', language: 'en', seed }));
    for (const language of ['en', 'de']) {
      const run = trec.open(
        judge(english, { tasks: ['T1'] }),
        names.map((name) => ({ ...name, language })),
      );
      for (let q = 0; q < 3; q++) run.listen(q, Float32Array.of(3, 2, 1));
      await run.finish();
    }
    expect([...files.keys()].sort()).toEqual([
      ...['T1.qrels', 'T1.zero-shot.de.1.run', 'T1.zero-shot.de.2.run'],
      ...['T1.zero-shot.en.1.run', 'T1.zero-shot.en.2.run'],
    ]);
    expect(files.get('T1.zero-shot.de.2.run')!.trim().split('\n')).toHaveLength(6);
  });

  test('T4 has qrels by language, documents by language and id', async () => {
    const { files, trec } = await written();
    const german = english.map((row) => ({ ...row, language: 'de', text: `de ${row.text}` }));
    const evaluation = parallelOf({ en: english, de: german });
    const judgements = judgePool(evaluation, 'de', { queries: 1 });
    const run = trec.open(judgements, [{ method: 'ot', language: 'de', seed: 1 }]);
    run.listen(0, Float32Array.of(1, 2, 3, 4, 5, 6));
    await run.finish();
    expect(files.get('T4.de.qrels')).toBe('7 0 en:7 1\n');
    expect(files.get('T4.ot.de.1.run')).toContain('7 Q0 de:9 1 6.00000000 ot\n');
    expect(files.get('T4.ot.de.1.run')).not.toContain(' de:7 ');
  });
});

test('the CSV has a line a query and leaves average precision empty where nothing is relevant', () => {
  const rows = [
    { ...english[0]!, intent: '=SUM(1)' },
    { ...english[1]!, intent: 'A, "B"' },
  ];
  const plan = {
    languages: ['en'],
    rankerTexts: [],
    rankerPairs: false,
    bitext: new Map(),
    dev: new Map(),
    devTask: 'T2' as const,
    documents: rows,
    evaluation: parallelOf({ en: rows }),
    queries: 2,
    notTrained: [],
    notes: [],
  };
  const scored = { averagePrecision: Float64Array.of(0.25, Number.NaN), ties: 0, measures: {} };
  const scores = new Map([[4, new Map([['ot', new Map([['en', { T2: scored }]])]])]]);
  const csv = [...perQueryCsv(plan, { tasks: ['T2'] }, scores)].join('');
  expect(csv.split('\r\n')).toEqual([
    'task,method,language,seed,query,topic,domain,average_precision',
    "T2,ot,en,4,7,'=SUM(1),,0.25",
    'T2,ot,en,4,8,"A, ""B""",,',
    '',
  ]);
});
