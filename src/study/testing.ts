import type { Bitext, Corpus, RankingCollection, Utterance } from '../data';
import { Rng } from '../lib';
import { type EncoderWeights, openHostNn, runLayers } from '../nn';
import { randomEncoder, TINY } from '../nn/encoder/testing';
import type { CollectionInput } from './collection';
import type { Parallel, StudyInput } from './plan';
import type { TextEncoder } from './textStore';

const INTENTS = ['WEATHER', 'ALARM', 'MUSIC', 'CALL'];
const WIDTH = 16;

/** What a report says of where it was made. */
export const ENV = {
  adapter: 'test',
  software: true,
  scoring: 'WGSL',
  backend: 'wasm',
  browser: 'none',
  versions: {},
  commit: 'none',
} as const;

/** A corpus of made-up words: word w of language L is `L:w`; the first word of an utterance names its intent. */
export function tinyInput(
  languages: readonly string[],
  bitext: readonly Bitext[] = [],
): StudyInput {
  const rng = new Rng(5);
  const make = (from: number, count: number): Utterance[] =>
    Array.from({ length: count }, (_, k) => from + k).flatMap((id) => {
      const intent = INTENTS[id % INTENTS.length]!;
      const words = [intent, ...Array.from({ length: 2 + (id % 3) }, () => `w${rng.below(40)}`)];
      return languages.map((language) => ({
        id: `${id}`,
        language,
        text: `${words.map((word) => `${language}:${word}`).join(' ')} ${language}:${id}`,
        intent,
        domain: 'tiny',
        slots: [],
        parse: '',
      }));
    });
  const splits = { train: make(0, 32), dev: make(100, 16), test: make(200, 24) };
  const corpus: Corpus = { name: 'tiny', synthetic: true, topic: 'intent', splits };
  return { corpus, bitext, records: [{ path: 'tiny', sha256: '0', rows: 72 }] };
}

/** Gives each word a vector; another language sees it through noise of its own, of size `noise`. */
export function noisyEncoder(noise: number): TextEncoder {
  return {
    encode: async (texts) => pack(texts, (token) => wordVector(token, noise)),
    tokenise: noIds,
  };
}

export const tinyEncoder = noisyEncoder(0.6);

/** The hostile case: every token of every text is the same vector. */
export const constantEncoder: TextEncoder = {
  encode: async (texts) => pack(texts, () => Array.from({ length: WIDTH }, () => 1)),
  tokenise: noIds,
};

function noIds(): never {
  throw new Error('this encoder has no ids');
}

function wordVector(token: string, most: number): number[] {
  const [language, word] = token.split(':') as [string, string];
  const concept = new Rng(1).fork(word);
  const noise = new Rng(2).fork(token);
  const share = language === 'en' ? 0 : most;
  return Array.from({ length: WIDTH }, () => concept.normal() + share * noise.normal());
}

function pack(texts: readonly string[], vector: (token: string) => number[]) {
  const tokens = texts.map((text) => text.split(' '));
  const offsets = new Uint32Array(texts.length + 1);
  tokens.forEach((words, t) => {
    offsets[t + 1] = offsets[t]! + words.length;
  });
  return { vectors: Float32Array.from(tokens.flat().flatMap(vector)), offsets, dimension: WIDTH };
}

/** A tiny transformer over the same made-up words: two layers of width 32, run by the nn room itself. */
export function tinyTransformer(): { encoder: TextEncoder; weights: EncoderWeights } {
  const weights = randomEncoder({ ...TINY, vocabulary: 512, positions: 16 });
  const tokenise = (text: string) => [
    0,
    ...text.split(' ').map((word) => 2 + (hash(word) % 500)),
    1,
  ];
  const encoder: TextEncoder = {
    tokenise,
    async encode(texts, { layer, specialTokens }) {
      const ids = texts.map(tokenise);
      const offsets = new Uint32Array(texts.length + 1);
      ids.forEach((list, k) => {
        offsets[k + 1] = offsets[k]! + list.length;
      });
      using nn = openHostNn('wasm');
      const input = { offsets, ids: Uint32Array.from(ids.flat()) };
      const vectors = await runLayers(nn, weights, input, 'ids', layer);
      const dimension = TINY.width;
      if (specialTokens === 'keep') return { vectors, offsets, dimension };
      const rows = ids.flatMap((list, k) => list.slice(2).map((_, at) => offsets[k]! + 1 + at));
      const kept = new Float32Array(rows.length * dimension);
      rows.forEach((row, at) => {
        kept.set(vectors.subarray(row * dimension, (row + 1) * dimension), at * dimension);
      });
      return { vectors: kept, offsets: offsets.map((offset, k) => offset - 2 * k), dimension };
    },
  };
  return { encoder, weights };
}

/** Words of one concept share their id in all languages three times out of four. */
function hash(token: string): number {
  const [language, word] = token.split(':') as [string, string];
  const own = new Rng(3).fork(token).below(4) === 0;
  return new Rng(4).fork(own ? `${language} ${word}` : word).below(500);
}

/** A row as a reader gives it, without annotation. */
export function utterance(id: string, language: string, text: string, intent: string): Utterance {
  return { id, language, text, intent, domain: '', slots: [], parse: '' };
}

/** Rows by language. */
export function parallelOf(rows: Readonly<Record<string, readonly Utterance[]>>): Parallel {
  return new Map(Object.entries(rows));
}

/**
 * A collection of made-up words: 24 English documents; queries of three words of document `2 q`, which has grade 2, and
 * one of document `2 q + 1`, which has grade 1.
 *
 * @param idOf gives the id of query q in a language; equal ids are translations.
 */
export function tinyCollection(
  languages: readonly string[],
  idOf: (language: string, query: number) => string = (_, query) => `q${query}`,
): RankingCollection {
  const rng = new Rng(9);
  const words = Array.from({ length: 24 }, () => Array.from({ length: 5 }, () => rng.below(60)));
  const say = (language: string, some: readonly number[]) =>
    some.map((word) => `${language}:w${word}`).join(' ');
  const documents = words.map((some, k) => ({
    ...{ id: `d${k}`, language: 'en' },
    text: say('en', some),
  }));
  const numbers = Array.from({ length: 12 }, (_, query) => query);
  const wordsOf = (query: number) => [...words[2 * query]!.slice(0, 3), words[2 * query + 1]![0]!];
  const queries = languages.flatMap((language) =>
    numbers.map((query) => ({
      ...{ id: idOf(language, query), language },
      text: say(language, wordsOf(query)),
    })),
  );
  const ids = new Map(
    numbers.flatMap((query) =>
      languages.map((language) => [idOf(language, query), query] as const),
    ),
  );
  const qrels = [...ids].flatMap(([query, number]) => [
    { query, document: `d${2 * number}`, grade: 2 },
    { query, document: `d${2 * number + 1}`, grade: 1 },
    { query, document: `d${(2 * number + 5) % 24}`, grade: 0 },
    { query, document: `d${(2 * number + 7) % 24}`, grade: -1 },
  ]);
  return { name: 'Tiny', queries, documents, qrels };
}

/** A study of a collection. */
export function collectionInput(
  collection: RankingCollection,
  about: Pick<CollectionInput, 'rerank'> & { readonly bitext?: readonly Bitext[] } = {},
): StudyInput {
  const { bitext = [], rerank } = about;
  const splits = { train: [], dev: [], test: [] };
  return {
    corpus: { name: collection.name, synthetic: false, topic: 'document', splits },
    collection: { collection, rerank, notes: ['Tiny: 3 grades are below 0.'] },
    bitext,
    records: [{ path: 'tiny', sha256: '0', rows: 1 }],
  };
}
