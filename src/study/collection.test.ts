import { describe, expect, test } from 'vitest';
import { openBm25 } from '../eval';
import { renderReportHtml, renderReportMarkdown, renderReportText } from '../report';
import { bitext, bruteMap, mapOf, measured, run, SMALL } from './collectionTesting';
import { collectionInput, noisyEncoder, tinyCollection, tinyInput } from './testing';

describe('a collection with parallel queries', () => {
  const collection = tinyCollection(['en', 'de', 'sw']);

  test('MAP is that of a ranking by hand, other measures go by the grades', async () => {
    const methods = ['encoder-zero-shot', 'zero-shot', 'bm25', 'pooled'];
    const { report, files } = await run(collectionInput(collection), { methods });
    for (const language of ['en', 'de', 'sw']) {
      const want = await bruteMap(collection, language);
      expect(want).toBeGreaterThan(0.2);
      expect(mapOf(report, 'encoder-zero-shot', language)).toBeCloseTo(want, 12);
      // Without a ranker the head is the identity.
      expect(mapOf(report, 'zero-shot', language)).toBeCloseTo(want, 12);
      for (const method of methods) {
        const [map, ndcg] = measured(
          files.get(`C.${method}.${language}.1.run`)!,
          collection,
          language,
        );
        expect(mapOf(report, method, language), method).toBeCloseTo(map!, 12);
        const row = report.measures.find(
          (one) => one.method === method && one.language === language && one.measure === 'nDCG@10',
        );
        expect(row?.value, method).toBeCloseTo(ndcg!, 12);
      }
    }
    expect(report.tasks).toMatchObject([
      { task: 'C', documents: 24, queries: 12, skipped: 0, relevant: 2 },
    ]);
    expect(report.notes).toContain('Tiny: 3 grades are below 0.');
    expect(report.sizes.evaluationIds).toBe(24);
    for (const render of [renderReportText, renderReportMarkdown, renderReportHtml]) {
      expect(render(report)).toContain('C, the collection’s own judgements');
      expect(render(report)).not.toContain('NaN');
    }
    expect(files.get('C.de.qrels')).toBe(files.get('C.en.qrels'));
    expect(files.get('C.de.qrels')).toContain('q0 0 d0 2\nq0 0 d1 1\nq1 0 d2 2\n');
    expect(files.get('queries.csv')!.split('\r\n')).toContainEqual(
      expect.stringMatching(/^C,bm25,sw,1,q11,,,/),
    );
  });

  test('BM25 scores are those of the ranker', async () => {
    const { files } = await run(collectionInput(collection), { methods: ['bm25'] });
    const { documents, queries } = collection;
    const scores = openBm25(documents.map(({ text }) => text)).score(queries[0]!.text);
    const best = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!)[0]!;
    const [first] = files.get('C.bm25.en.1.run')!.split('\n');
    expect(first).toBe(`q0 Q0 d${best} 1 ${scores[best]!.toPrecision(9)} bm25`);
  });

  test('students learn from bitext and stop by held-out pairs; the oracle asks in English', async () => {
    const methods = ['zero-shot', 'mean-shift', 'ot', 'mse', 'oracle', 'ot-distance'];
    const distil = { ...SMALL.distil, steps: 40, batch: 32, learningRate: 0.01 };
    const config = { methods, distil };
    const input = collectionInput(collection, { bitext });
    const { report } = await run(input, config, { encoder: noisyEncoder(3) });
    const { trainIds, devIds, bitextPairs } = report.sizes;
    expect({ trainIds, devIds }).toEqual({ trainIds: 0, devIds: 15 });
    expect(bitextPairs).toEqual({ de: 135, sw: 135 });
    expect(report.training.map(({ method, language }) => `${method} ${language}`)).toEqual([
      ...['ot de', 'ot sw', 'mse de', 'mse sw'],
    ]);
    for (const { method, language, devMap } of report.training) {
      const [start] = report.curves.filter(
        (point) => point.stage === method && point.language === language && point.devMap !== null,
      );
      expect(start!.devMap).toBeLessThan(1);
      expect(devMap).toBeGreaterThan(start!.devMap!);
    }
    expect(mapOf(report, 'oracle', 'sw')).toBe(mapOf(report, 'zero-shot', 'en'));
    const all = methods.flatMap((method) =>
      ['en', 'de', 'sw'].map((l) => mapOf(report, method, l)),
    );
    expect(all.every((map) => map > 0 && map <= 1)).toBe(true);
    expect(report.answers.C).toMatch(/^C: .*OT/);
    expect(new Set(methods.map((method) => mapOf(report, method, 'de'))).size).toBeGreaterThan(4);
  });

  test.each([true, false])('the oracle asks what a language asks; TREC files: %s', async (trec) => {
    const lacking = {
      ...collection,
      queries: collection.queries.filter(({ id, language }) => language !== 'de' || id > 'q3'),
    };
    const asked = lacking.queries.filter(({ language }) => language === 'de');
    const config = { methods: ['zero-shot', 'oracle'] };
    const { report } = await run(collectionInput(lacking), config, { trec });
    const english = collection.queries.filter(
      ({ id, language }) => language === 'en' && asked.some((query) => query.id === id),
    );
    expect(mapOf(report, 'oracle', 'de')).toBeCloseTo(
      await bruteMap({ ...collection, queries: english }, 'en'),
      12,
    );
  });
});

describe('a collection with queries of their own in each language', () => {
  const collection = tinyCollection(['de', 'sw'], (language, query) => `${language}-${query}`);
  const sparse = {
    ...collection,
    // One query of de has nothing relevant, two of sw are not there.
    qrels: collection.qrels.map((row) => (row.query === 'de-3' ? { ...row, grade: 0 } : row)),
    queries: collection.queries.filter(({ id }) => id !== 'sw-1' && id !== 'sw-2'),
  };

  test('has MAP and intervals over the queries of each language', async () => {
    const methods = ['zero-shot', 'mean-shift', 'ot'];
    const { report, files } = await run(collectionInput(sparse, { bitext }), { methods });
    for (const [language, queries] of [['de', 11] as const, ['sw', 10] as const]) {
      const want = await bruteMap(sparse, language);
      expect(mapOf(report, 'zero-shot', language)).toBeCloseTo(want, 12);
      const row = report.results.find((one) => one.language === language && one.seed === null);
      expect(row?.queries).toBe(queries);
      expect(row!.ci![0]).toBeLessThanOrEqual(want);
      expect(row!.ci![1]).toBeGreaterThanOrEqual(want);
    }
    expect(report.results.some(({ language }) => language === 'en')).toBe(false);
    expect(report.gaps.every(({ gap }) => gap !== null)).toBe(true);
    // No query has a difference in both groups: gaps have intervals, but no test by query.
    expect(new Set(report.tests.map(({ language }) => language))).toEqual(new Set(['de', 'sw']));
    expect(report.tests.every(({ delta }) => Number.isFinite(delta))).toBe(true);
    expect(report.tasks).toMatchObject([{ queries: 22, skipped: 1 }]);
    expect(files.get('C.de.qrels')).not.toMatch(/sw-|de-3 /);
    expect(files.get('queries.csv')).toContain('C,ot,de,1,de-3,,,\r\n');
  });

  test('the oracle has no English to ask in', async () => {
    const { report } = await run(collectionInput(collection), { methods: ['zero-shot', 'oracle'] });
    expect(mapOf(report, 'oracle', 'de')).toBeNaN();
    expect(mapOf(report, 'zero-shot', 'de')).toBeGreaterThan(0);
  });
});

describe('what a collection refuses', () => {
  const input = collectionInput(tinyCollection(['en', 'de']));
  test.each([
    [{ tasks: ['T1', 'C'] }, /tasks: expected C alone, as Tiny is a collection .*, got T1, C/],
    [
      { ranker: { loss: 'contrastive' } },
      /ranker\.loss: expected none or imported, as Tiny .*contrastive/,
    ],
    [{ limit: 5 }, /limit: expected 0/],
    [{ languages: ['de', 'fi'] }, /language fi has no queries in Tiny; wanted some of en, de/],
  ])('%j', async (config, message) => {
    await expect(run(input, config)).rejects.toThrow(message);
  });

  test('ids with white space in TREC files, and task C of a corpus', async () => {
    const spaced = tinyCollection(['en'], (_, query) => `q ${query}`);
    await expect(run(collectionInput(spaced), { methods: ['bm25'] })).rejects.toThrow(
      'TREC files need ids without white space; 12 of 12 query ids have some, such as "q 0"',
    );
    await expect(run(tinyInput(['en', 'de']), {})).rejects.toThrow(
      "tasks: C asks for a collection's own judgements; tiny is a corpus, expected some of T1 to T5",
    );
  });
});
