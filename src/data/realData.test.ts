import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findOverlap } from './findOverlap';
import { parallelPairs, selectParallelIds } from './parallel';
import { parseTree, template } from './parseTree';
import { readBitext } from './readBitext';
import { readCorpus } from './readCorpus';

// Share-alike data that lies beside the project, never in it; a fresh clone reports these as skipped.
const DATA = '../shared/data';
const folder = (name: string) =>
  readdirSync(`${DATA}/${name}`).map((file) => ({
    path: `${DATA}/${name}/${file}`,
    bytes: new Uint8Array(readFileSync(`${DATA}/${name}/${file}`)),
  }));
const reading = existsSync(`${DATA}/mtop`) ? await readCorpus(folder('mtop')) : undefined;
const SIX = ['en', 'de', 'es', 'fr', 'hi', 'th'];

describe.skipIf(!existsSync(`${DATA}/mtop`))('real MTOP', () => {
  const corpus = reading?.corpus ?? {
    name: '',
    synthetic: false,
    topic: 'intent',
    splits: { train: [], dev: [], test: [] },
  };

  it('has 859 dev and 1,237 test rows in each of six languages', () => {
    const counts = reading?.summary.map(({ split, ids, parallelIds, languages }) => [
      split,
      ids,
      parallelIds,
      ...languages.map((one) => `${one.language} ${one.rows}`).sort(),
    ]);
    expect(counts).toEqual([
      ['dev', 859, 859, ...SIX.toSorted().map((language) => `${language} 859`)],
      ['test', 1237, 1237, ...SIX.toSorted().map((language) => `${language} 1237`)],
    ]);
    expect(selectParallelIds(corpus, 'test', SIX)).toHaveLength(1237);
  });

  it('has one root intent an id, 80 of them in test, and 301 English templates', () => {
    const intents = new Map<string, Set<string>>();
    for (const { id, intent } of corpus.splits.test)
      intents.set(id, (intents.get(id) ?? new Set<string>()).add(intent));
    expect([...intents.values()].every((set) => set.size === 1)).toBe(true);
    const english = corpus.splits.test.filter((row) => row.language === 'en');
    expect(new Set(english.map((row) => row.intent)).size).toBe(80);
    expect(new Set(english.map((row) => template(parseTree(row.parse)))).size).toBe(301);
  });

  it('places 97 of 100 slots, each on word borders, and reports every other one', () => {
    const rows = [...corpus.splits.dev, ...corpus.splits.test];
    const placed = rows.reduce((sum, row) => sum + row.slots.length, 0);
    const missing = reading?.problems.length ?? 0;
    expect(missing).toBe(299);
    expect(placed / (placed + missing)).toBeGreaterThan(0.97);
    for (const { text, slots } of rows)
      for (const { start, end } of slots)
        expect(` ${text} `.slice(start, end + 2)).toMatch(/^\s\S.*\s$/);
  });

  it('decodes the ids and pairs dev as bitext, two English texts of which are in test', () => {
    expect(corpus.splits.dev[0]?.id).toBe('22365872');
    const { pairs } = parallelPairs(corpus.splits.dev, 'th');
    expect(pairs).toHaveLength(859);
    const test = corpus.splits.test.filter((row) => row.language === 'en').map((row) => row.text);
    expect(
      findOverlap(
        pairs.map((pair) => pair.english),
        test,
      ).sentences,
    ).toBe(2);
  });
});

describe.skipIf(!existsSync(`${DATA}/ntrex`))('real NTREX', () => {
  it('has 1,997 pairs in ten languages', () => {
    const { bitexts, problems, records } = readBitext(folder('ntrex'));
    expect(bitexts.map(({ language, pairs }) => `${language} ${pairs.length}`).sort()).toEqual(
      ['de', 'es', 'fi', 'fr', 'hi', 'mr', 'so', 'sw', 'th', 'tl'].map((code) => `${code} 1997`),
    );
    expect(problems.map((problem) => problem.file)).toEqual([`${DATA}/ntrex/document_ids.txt`]);
    expect(records.every((record) => record.rows === 1997)).toBe(true);
  });

  it('is a corpus of eleven languages, cut by document', async () => {
    const { corpus, problems, records, summary } = await readCorpus(folder('ntrex'));
    expect(problems).toEqual([]);
    expect(records).toHaveLength(12);
    expect(corpus.topic).toBe('document');
    const documents = Object.values(corpus.splits).map(
      (rows) => new Set(rows.map((r) => r.intent)),
    );
    expect(documents.map((set) => set.size)).toEqual([72, 8, 43]);
    expect(new Set(documents.flatMap((set) => [...set])).size).toBe(123);
    expect(summary.reduce((sum, { ids }) => sum + ids, 0)).toBe(1997);
    for (const { ids, parallelIds, languages } of summary) {
      expect(parallelIds).toBe(ids);
      expect(languages).toHaveLength(11);
    }
  });
});
