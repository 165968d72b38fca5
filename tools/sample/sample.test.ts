import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Reads the committed files plainly, without the builder or the app's own reader.
const ROOT = new URL('../../public/sample/', import.meta.url);
const LANGUAGES = ['en', 'de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi'];
const SPLITS = ['train', 'eval', 'test'] as const;
const DOMAINS = 'alarm calling event messaging music news people recipes reminder timer weather';

type Manifest = {
  synthetic: boolean;
  files: { path: string; bytes: number; sha256: string; rows: number }[];
};
type Key = { id: string; split: string; intent: string; template: string; values: string };

const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const linesOf = (path: string) => read(path).trimEnd().split('\n');
const rowsOf = (language: string, split: string) =>
  linesOf(`${language}/${split}.txt`).map((line) => line.split('\t'));
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const keys: Key[] = linesOf('templates.tsv')
  .slice(1)
  .map((line) => {
    const [id, split, intent, template, , values] = line.split('\t') as string[];
    return { id: id!, split: split!, intent: intent!, template: template!, values: values! };
  });
const keysOf = (split: string) => keys.filter((key) => key.split === split);

describe('the embedded sample', () => {
  it('is called synthetic and matches its checksums', () => {
    const manifest = JSON.parse(read('manifest.json')) as Manifest;
    expect(manifest.synthetic).toBe(true);
    expect(manifest.files.length).toBe(LANGUAGES.length * SPLITS.length + 2);
    for (const { path, bytes, sha256 } of manifest.files) {
      const text = read(path);
      expect(Buffer.byteLength(text), path).toBe(bytes);
      expect(createHash('sha256').update(text).digest('hex'), path).toBe(sha256);
    }
  });

  it('has enough parallel rows with the same ids and intents in every language', () => {
    for (const [split, least] of [
      ['train', 800],
      ['eval', 80],
      ['test', 250],
    ] as const) {
      const english = rowsOf('en', split);
      expect(english.length).toBeGreaterThanOrEqual(least);
      const shared = english.map((row) => [row[0], row[1], row[4]].join());
      expect(keysOf(split).map((key) => key.id)).toEqual(english.map((row) => row[0]));
      for (const language of LANGUAGES)
        expect(rowsOf(language, split).map((row) => [row[0], row[1], row[4]].join())).toEqual(
          shared,
        );
    }
    expect(new Set(keys.map((key) => key.id)).size).toBe(keys.length);
    expect(keys.every((key) => /^\d+$/.test(key.id))).toBe(true);
  });

  it('covers 11 domains, 24 intents or more, each with two templates and six test rows or more', () => {
    const test = rowsOf('en', 'test');
    expect([...new Set(test.map((row) => row[4]))].sort()).toEqual(DOMAINS.split(' '));
    const intents = new Set(test.map((row) => row[1]));
    expect(intents.size).toBeGreaterThanOrEqual(24);
    for (const intent of intents) {
      expect(test.filter((row) => row[1] === intent).length, intent).toBeGreaterThanOrEqual(6);
      const mine = keys.filter((key) => `IN:${key.intent}` === intent);
      const train = mine.filter((key) => key.split === 'train');
      expect(new Set(train.map((key) => key.template)).size, intent).toBeGreaterThanOrEqual(2);
    }
  });

  it.each(LANGUAGES)(
    'has 8 columns, true spans and tokens that rebuild the text: %s',
    (language) => {
      for (const split of SPLITS)
        for (const row of rowsOf(language, split)) {
          expect(row.length).toBe(8);
          const [id, intent, slots, text, , locale, tree, json] = row as [string, ...string[]];
          expect(locale).toBe(`${language}_XX`);
          const { tokens, tokenSpans } = JSON.parse(json!) as {
            tokens: string[];
            tokenSpans: { start: number; length: number }[];
          };
          expect(
            tokenSpans.map(({ start, length }) => text!.slice(start, start + length)),
            id,
          ).toEqual(tokens);
          expect(tokens.join('')).toBe(text!.replace(/\s+/g, ''));
          const rebuilt = slots!.split(',').map((slot) => {
            const [, start, end, label] = /^(\d+):(\d+):(SL:\w+)$/.exec(slot)!;
            const words = tokens.filter(
              (_, i) =>
                tokenSpans[i]!.start >= Number(start) &&
                tokenSpans[i]!.start + tokenSpans[i]!.length <= Number(end),
            );
            const value = text!.slice(Number(start), Number(end));
            expect(words.join('')).toBe(value.replace(/\s+/g, ''));
            return `[${label} ${words.join(' ')} ] `;
          });
          expect(tree).toBe(`[${intent} ${rebuilt.join('')}]`);
        }
    },
  );

  it.each(LANGUAGES)('says no sentence twice, within or across splits: %s', (language) => {
    const texts = SPLITS.flatMap((split) => rowsOf(language, split).map((row) => plain(row[3]!)));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('shares no template-value combination, and half of the test has unseen templates', () => {
    const combination = (key: Key) => `${key.template} ${key.values}`;
    expect(new Set(keys.map(combination)).size).toBe(keys.length);
    const trained = [...keysOf('train'), ...keysOf('eval')];
    const templates = new Set(trained.map((key) => key.template));
    const values = new Set(trained.flatMap((key) => key.values.split(',')));
    const test = keysOf('test');
    const unseen = test.filter((key) => !templates.has(key.template));
    expect(unseen.length * 2).toBeGreaterThanOrEqual(test.length);
    for (const key of test.filter((each) => templates.has(each.template)))
      expect(
        key.values.split(',').some((value) => !values.has(value)),
        key.id,
      ).toBe(true);
  });

  it('takes the utterances of the alignment view from the test split', () => {
    const rows = JSON.parse(read('alignment.json')) as {
      id: string;
      texts: Record<string, string>;
    }[];
    expect(rows.length).toBe(8);
    for (const language of LANGUAGES) {
      const test = new Map(rowsOf(language, 'test').map((row) => [row[0], row[3]]));
      for (const { id, texts } of rows) expect(texts[language]).toBe(test.get(id));
    }
  });
});
