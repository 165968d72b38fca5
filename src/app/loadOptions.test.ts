import { expect, test } from 'vitest';
import {
  besideOptions,
  collectionOptions,
  corpusOptions,
  type LoadOptions,
  sameOptions,
} from './loadOptions';

const file = (path: string, text = '') => ({ path, blob: new Blob([text]) });
const all: LoadOptions = {
  ...{ split: 'dev', queryLanguage: 'de', documentLanguage: 'en', others: 0, triples: 9 },
  ...{ run: file('a.run'), trainShare: 0, trustIds: true, relevance: [file('q'), file('d')] },
  ...{ translations: [file('de.tsv', '1\tde\tx')], ranker: file('r.safetensors', 'R') },
  fields: { english: 'a', foreign: 'b' },
};

test('every option goes to whom it concerns, and only there', async () => {
  const { split, queryLanguage, documentLanguage, others, triples, run } = all;
  const ofCollection = { split, queryLanguage, documentLanguage, others, triples, run };
  expect(collectionOptions(all)).toEqual(ofCollection);
  expect(corpusOptions(all)).toEqual({ trainShare: 0, trustIds: true, relevance: all.relevance });
  const { translations, ranker, fields, ...rest } = await besideOptions(all);
  expect(rest).toEqual({});
  expect(fields).toEqual(all.fields);
  const read = [...(translations ?? []), ranker!].map(({ path, bytes }) => [
    path,
    new TextDecoder().decode(bytes),
  ]);
  expect(read).toEqual([
    ['de.tsv', '1\tde\tx'],
    ['r.safetensors', 'R'],
  ]);
});

test('what nobody set is not handed on', async () => {
  const none: LoadOptions = { split: undefined, relevance: [], translations: [], trustIds: false };
  expect(Object.keys(collectionOptions(none))).toEqual([]);
  expect(corpusOptions(none)).toEqual({});
  expect(await besideOptions(none)).toEqual({});
});

test('options are the same where each value is', () => {
  expect(sameOptions({}, { split: undefined, relevance: [] })).toBe(true);
  expect(sameOptions(all, { ...all })).toBe(true);
  expect(sameOptions(all, { ...all, run: file('a.run') })).toBe(false);
  expect(sameOptions({ others: 0 }, {})).toBe(false);
});
