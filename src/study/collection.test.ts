import { describe, expect, test } from 'vitest';
import { parseRun, type RankingCollection } from '../data';
import { evaluateRun, openBm25, parseMeasure } from '../eval';
import { testGpu } from '../gpu/testing';
import { Rng } from '../lib';
import { openHostNn } from '../nn';
import {
  collectionConfig,
  parseStudyConfig,
  renderReportHtml,
  renderReportMarkdown,
  renderReportText,
  type StudyReport,
  type TieRule,
} from '../report';
import type { StudyInput } from './plan';
import { runStudy } from './runStudy';
import { collectionInput, noisyEncoder, tinyCollection, tinyEncoder, tinyInput } from './testing';

const SMALL = {
  student: 'mlp-8',
  distil: { steps: 12, batch: 8, evaluateEvery: 6, epsilon: 0.1 },
  bootstrap: { replicates: 200 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
};
const ENV = {
  adapter: 'test',
  software: true,
  scoring: 'WGSL',
  backend: 'wasm',
  browser: 'none',
  versions: {},
  commit: 'none',
} as const;

interface Done {
  readonly report: StudyReport;
  /** By name. */
  readonly files: ReadonlyMap<string, string>;
}

async function run(input: StudyInput, config: object, encoder = tinyEncoder): Promise<Done> {
  using nn = openHostNn('wasm');
  const files = new Map<string, string>();
  const put = async (name: string, content: Blob) => {
    files.set(name, await content.text());
  };
  let now = 0;
  const settings = parseStudyConfig(collectionConfig({ ...SMALL, ...config }));
  const report = await runStudy(input, settings, {
    ...{ gpu: await testGpu(), nn, layers: 12, env: ENV },
    openEncoder: async () => encoder,
    loadWeights: () => Promise.reject(new Error('no layers are trained here')),
    signal: new AbortController().signal,
    now: () => now++,
    onEvent: () => {},
    trec: { put, depth: 0 },
    onTable: put,
  });
  return { report, files };
}

/** Unit vectors of a text's words. */
async function vectorsOf(text: string): Promise<number[][]> {
  const { vectors, dimension } = await tinyEncoder.encode([text], {
    ...{ layer: 12, specialTokens: 'drop' as const },
    ...{ signal: new AbortController().signal, onProgress: () => {} },
  });
  return Array.from({ length: vectors.length / dimension }, (_, token) => {
    const row = [...vectors.subarray(token * dimension, (token + 1) * dimension)];
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
}

/** MaxSim / query length in float64, by document id. */
async function maxSimScores(collection: RankingCollection, query: string) {
  const own = await vectorsOf(query);
  const scores = new Map<string, number>();
  for (const { id, text } of collection.documents) {
    const tokens = await vectorsOf(text);
    const best = own.map((q) =>
      Math.max(...tokens.map((t) => t.reduce((sum, value, k) => sum + value * q[k]!, 0))),
    );
    scores.set(id, best.reduce((sum, value) => sum + value, 0) / own.length);
  }
  return scores;
}

/** Average precision of a ranking, over all that is relevant. */
function averagePrecision(ranking: readonly string[], relevant: ReadonlySet<string>): number {
  let found = 0;
  let sum = 0;
  ranking.forEach((id, at) => {
    if (relevant.has(id)) sum += ++found / (at + 1);
  });
  return sum / relevant.size;
}

function relevantOf({ qrels }: RankingCollection, query: string): ReadonlySet<string> {
  return new Set(
    qrels.filter((row) => row.query === query && row.grade > 0).map((r) => r.document),
  );
}

/** MAP of one language by brute force; of the documents in `lists` alone where there are lists. */
async function bruteMap(
  collection: RankingCollection,
  language: string,
  lists?: ReadonlyMap<string, readonly string[]>,
): Promise<number> {
  const values: number[] = [];
  for (const { id, text } of collection.queries.filter((row) => row.language === language)) {
    const relevant = relevantOf(collection, id);
    if (relevant.size === 0) continue;
    const scores = await maxSimScores(collection, text);
    const listed = lists ? (lists.get(id) ?? []) : [...scores.keys()];
    const ranking = listed
      .filter((document) => scores.has(document))
      .sort((a, b) => {
        const difference = scores.get(b)! - scores.get(a)!;
        // Equal but for rounding: the larger docno first, as trec_eval has it.
        return Math.abs(difference) > 1e-9 ? difference : a < b ? 1 : -1;
      });
    values.push(averagePrecision(ranking, relevant));
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function mapOf({ results }: StudyReport, method: string, language: string) {
  const row = results.find(
    (one) => one.method === method && one.language === language && one.seed === null,
  );
  return row?.map ?? Number.NaN;
}

/** MAP and nDCG@10 of a run as evaluateRun has it; queries without documents count 0. */
function measured(
  run: string,
  collection: RankingCollection,
  language: string,
  ties: TieRule = 'trec',
) {
  const asked = new Set(
    collection.queries.filter((row) => row.language === language).map(({ id }) => id),
  );
  const qrels = new Map<string, Map<string, number>>();
  for (const { query, document, grade } of collection.qrels)
    if (asked.has(query)) qrels.set(query, (qrels.get(query) ?? new Map()).set(document, grade));
  const parsed = parseRun('run', run).run;
  const measures = ['AP', 'nDCG@10'].map(parseMeasure);
  const { means } = evaluateRun(parsed, qrels, measures, { ties, missing: 'zero' });
  return means.map(({ mean }) => mean);
}

const bitext = ['de', 'sw'].map((language) => {
  const rng = new Rng(3);
  const pairs = Array.from({ length: 150 }, () => {
    const words = Array.from({ length: 2 }, () => `w${rng.below(60)}`);
    const say = (spoken: string) => words.map((word) => `${spoken}:${word}`).join(' ');
    return { english: say('en'), foreign: say(language) };
  });
  return { name: 'own', language, pairs };
});

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
    const { report } = await run(input, config, noisyEncoder(3));
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

describe('a run that is re-ranked', () => {
  const collection = tinyCollection(['en', 'de']);
  // d0, which is relevant to q0, is not in its list; q3 has no list at all; q4 has one document.
  const lists = new Map<string, readonly string[]>(
    Array.from({ length: 12 }, (_, q) => {
      const ids = Array.from({ length: 8 }, (_, k) => `d${(2 * q + 3 * k) % 24}`);
      return [`q${q}`, q === 0 ? ['d1', 'd7', 'unknown', 'd9'] : q === 4 ? ['d8'] : ids] as const;
    }).filter(([query]) => query !== 'q3'),
  );
  lists.set('elsewhere', ['d1']);
  const input = collectionInput(collection, { rerank: { name: 'bm25.run', lists }, bitext });

  test.each(['trec', 'mean'] as const)('holds its documents alone, ties: %s', async (ties) => {
    const methods = ['encoder-zero-shot', 'zero-shot', 'ot', 'bm25', 'pooled', 'ot-distance'];
    const { report, files } = await run(input, { methods, ties });
    if (ties === 'trec')
      for (const language of ['en', 'de'])
        for (const method of ['encoder-zero-shot', 'zero-shot'])
          expect(mapOf(report, method, language)).toBeCloseTo(
            await bruteMap(collection, language, lists),
            12,
          );
    for (const method of methods)
      for (const language of ['en', 'de']) {
        const text = files.get(`C.${method}.${language}.1.run`)!;
        const parsed = parseRun('run', text).run;
        expect([...parsed.keys()]).not.toContain('q3');
        for (const [query, { docnos }] of parsed)
          expect(new Set(docnos)).toEqual(
            new Set(lists.get(query)!.filter((id) => id !== 'unknown')),
          );
        const [map, ndcg] = measured(text, collection, language, ties);
        expect(mapOf(report, method, language), method).toBeCloseTo(map!, 12);
        const row = report.measures.find(
          (one) => one.method === method && one.language === language && one.measure === 'nDCG@10',
        );
        expect(row?.value, method).toBeCloseTo(ndcg!, 12);
      }
    expect(files.get('C.en.qrels')).toContain('q0 0 d0 2\n');
    expect(files.get('C.en.qrels')).toContain('q3 0 d6 2\n');
    expect(report.notes).toEqual(
      expect.arrayContaining([
        'Re-ranked: only the documents that bm25.run has for a query are scored, 1 to 8 a query.',
        expect.stringMatching(/^bm25\.run: 1 of \d+ entries name no document of Tiny/),
        'bm25.run: 1 of 12 queries have no document there; nothing is retrieved for them.',
        'bm25.run: 1 of its queries are not evaluated.',
      ]),
    );
  });

  test('scores within a list are those of the whole collection', async () => {
    const whole = await run(collectionInput(collection), {
      methods: ['encoder-zero-shot', 'bm25'],
    });
    const part = await run(input, { methods: ['encoder-zero-shot'] });
    const scoresOf = ({ files }: Done) =>
      parseRun('run', files.get('C.encoder-zero-shot.de.1.run')!).run;
    const all = scoresOf(whole);
    for (const [query, { docnos, scores }] of scoresOf(part))
      docnos.forEach((docno, at) => {
        const before = all.get(query)!;
        expect(scores[at]).toBeCloseTo(before.scores[before.docnos.indexOf(docno)]!, 6);
      });
  });

  test('without queries or documents of the collection is refused', async () => {
    const other = (name: string, list: ReadonlyMap<string, readonly string[]>) =>
      run(collectionInput(collection, { rerank: { name, lists: list } }), { methods: ['bm25'] });
    await expect(other('x.run', new Map([['9', ['d1']]]))).rejects.toThrow(
      'Study: x.run has none of the 12 queries of Tiny (it begins with "9", the collection with "q0")',
    );
    await expect(other('x.run', new Map([['q0', ['7']]]))).rejects.toThrow(
      'Study: x.run has none of the 24 documents of Tiny (it begins with "7", the collection with "d0")',
    );
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
