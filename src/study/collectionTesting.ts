import { parseRun, type RankingCollection } from '../data';
import { evaluateRun, parseMeasure } from '../eval';
import { testGpu } from '../gpu/testing';
import { Rng } from '../lib';
import { openHostNn } from '../nn';
import { collectionConfig, parseStudyConfig, type StudyReport, type TieRule } from '../report';
import type { StudyInput } from './plan';
import { runStudy } from './runStudy';
import { ENV, tinyEncoder } from './testing';

/** Few steps and draws. */
export const SMALL = {
  student: 'mlp-8',
  distil: { steps: 12, batch: 8, evaluateEvery: 6, epsilon: 0.1 },
  bootstrap: { replicates: 200 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
};

/** A report with the files beside it. */
export interface Done {
  readonly report: StudyReport;
  /** By name. */
  readonly files: ReadonlyMap<string, string>;
}

/** A study of a collection, with what it writes. */
export async function run(
  input: StudyInput,
  config: object,
  { encoder = tinyEncoder, trec = true } = {},
): Promise<Done> {
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
    ...(trec && { trec: { put, depth: 0 } }),
    onTable: put,
  });
  return { report, files };
}

/** Unit vectors of a text's words. */
async function vectorsOf(text: string): Promise<number[][]> {
  const { vectors, dimension } = await tinyEncoder.encode([text], {
    ...{ layer: 12, role: 'query', specialTokens: 'drop' as const },
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
export async function bruteMap(
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

/** MAP over all seeds; NaN where there is none. */
export function mapOf({ results }: StudyReport, method: string, language: string) {
  const row = results.find(
    (one) => one.method === method && one.language === language && one.seed === null,
  );
  return row?.map ?? Number.NaN;
}

/** MAP and nDCG@10 of a run as evaluateRun has it; queries without documents count 0. */
export function measured(
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

/** Pairs of two words, the same English for both languages. */
export const bitext = ['de', 'sw'].map((language) => {
  const rng = new Rng(3);
  const pairs = Array.from({ length: 150 }, () => {
    const words = Array.from({ length: 2 }, () => `w${rng.below(60)}`);
    const say = (spoken: string) => words.map((word) => `${spoken}:${word}`).join(' ');
    return { english: say('en'), foreign: say(language) };
  });
  return { name: 'own', language, pairs };
});
