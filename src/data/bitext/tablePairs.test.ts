import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { textFile } from '../testing';
import type { PairStreamOptions } from './bitextPairs';
import { allPairs, linesOf } from './testing';

const jsonl = (path: string, ...rows: readonly unknown[]) =>
  textFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
const SW: PairStreamOptions = { languages: ['sw'] };

describe('tables of pairs', () => {
  it.each<[string, string, unknown, PairStreamOptions, string]>([
    [
      'a translation struct',
      'x.jsonl',
      { id: '3', translation: { en: 'a', sw: 'x' } },
      {},
      '1 a|x',
    ],
    ['languages as keys', 'x.jsonl', { sw: 'x', en: 'a', score: 2 }, {}, '1 a|x|2'],
    ['FLORES names', 'x.jsonl', { sentence_eng_Latn: 'a', sentence_swh_Latn: 'x' }, {}, '1 a|x'],
    ['an id beside', 'x.jsonl', { id: 'row one', en: 'a', sw: 'x' }, {}, '1 a|x'],
    ['Indonesian', 'x.jsonl', { translation: { en: 'a', id: 'x' } }, {}, '1 a|x'],
    ['source and target', 'x.en-sw.jsonl', { source: 'a', target: 'x' }, {}, '1 a|x'],
    ['target first', 'x.sw-en.jsonl', { src: 'x', tgt: 'a', score: '.5' }, {}, '1 a|x|0.5'],
    ['a folder of the pair', 'en-sw/train-00000.jsonl', { src: 'a', tgt: 'x' }, {}, '1 a|x'],
    ['the language wanted', 'x.ndjson', { sentence1: 'a', sentence2: 'x' }, SW, '1 a|x'],
    [
      'fields of the caller',
      'x.jsonl',
      { meta: { q: 1.5 }, t: { orig: 'a', sw: 'x' }, en: 'no' },
      { fields: { english: 't.orig', foreign: 't.sw', score: 'meta.q' } },
      '1 a|x|1.5',
    ],
    [
      'a key with a dot',
      'x.sw.jsonl',
      { 'text.a': 'a', b: 'x' },
      { fields: { english: 'text.a', foreign: 'b' } },
      '1 a|x',
    ],
  ])('read %s', async (_, path, row, options, want) => {
    expect(await linesOf([jsonl(path, row)], options)).toEqual([want]);
  });

  it('read an array of JSON whose name says the pair', async () => {
    const file = textFile('x.en-sw.json', '[{"source": "a", "target": "x"}]');
    expect(await linesOf([file])).toEqual(['1 a|x']);
  });

  it('read several languages a row, those that are there', async () => {
    const file = jsonl('x.jsonl', { en: 'a', sw: 'x', so: 'z' }, { en: 'b', sw: 'y', so: null });
    const { pairs, bad } = await allPairs([file]);
    expect([...pairs].map(([key, list]) => [key, list.length])).toEqual([
      ['x sw', 2],
      ['x so', 1],
    ]);
    expect(bad).toBe(0);
  });

  it('list rows without texts, and keep the others', async () => {
    const file = textFile(
      'x.jsonl',
      '{"en": "a", "sw": "x"}\n{"en": 5, "sw": "y"}\n{"en": "b"}\n[]\n{"en": "\\ud800", "sw": "z"}\n',
    );
    const { pairs, bad, problems } = await allPairs([file]);
    expect(pairs.get('x sw')).toEqual([
      { english: 'a', foreign: 'x', line: 1 },
      { english: '\ufffd', foreign: 'z', line: 5 },
    ]);
    expect(bad).toBe(3);
    expect(problems.map(({ line, field, message }) => `${line} ${field}: ${message}`)).toEqual([
      '4 : found [], wanted a JSON object',
      '2 en: found "5", wanted text',
      '3 sw: found "undefined", wanted text',
      '0 : 1 texts with half a surrogate pair, replaced',
    ]);
  });

  it('take inherited keys for missing ones', async () => {
    const text = '{"en": "a", "t": {"__proto__": {"sw": "x"}}}\n';
    const fields = { english: 'en', foreign: 't.__proto__.sw' };
    expect(await linesOf([textFile('x.jsonl', text)], { fields })).toEqual(['1 a|x']);
    const missing = { english: 'en', foreign: 't.toString', score: 't.constructor' };
    expect(
      await parseErrorFrom(allPairs([textFile('x.jsonl', text)], { fields: missing })),
    ).toMatch(/^x.jsonl: no column t.toString: found the columns en, t.__proto__.sw;/);
  });

  it.each<[string, unknown, PairStreamOptions, RegExp]>([
    [
      'two structs',
      { a: { en: 'a', sw: 'x' }, b: { en: 'b', sw: 'y' } },
      {},
      /^x.jsonl: 2 mappings fit: found the columns a.en, a.sw, b.en, b.sw;/,
    ],
    [
      'two pairs of sides',
      { source: 'a', target: 'x', src: 'b', tgt: 'y' },
      SW,
      /^x.jsonl: 2 mappings fit/,
    ],
    [
      'English twice',
      { en: 'a', eng: 'b', sw: 'x' },
      {},
      /no pair of texts: found the columns en, eng, sw/,
    ],
    [
      'no languages',
      { source: 'a', target: 'x' },
      {},
      /the languages of source and target are not named/,
    ],
    ['numbers', { en: 1, sw: 2 }, {}, /no pair of texts: found the columns en, sw/],
    [
      'nothing known',
      { left: 'a', right: 'x' },
      {},
      /no pair of texts: found the columns left, right/,
    ],
    [
      'a field without language',
      { l: 'a', r: 'x' },
      { fields: { english: 'l', foreign: 'r' } },
      /the language of r is not named/,
    ],
  ])('are refused with their columns where they have %s', async (_, row, options, message) => {
    expect(await parseErrorFrom(allPairs([jsonl('x.jsonl', row)], options))).toMatch(message);
  });

  it('find their fields in the first hundred rows, however the bytes arrive', async () => {
    const rows = Array.from({ length: 250 }, (_, at) =>
      at < 50 ? { en: `${at}`, sw: null, q: at } : { en: `e ${at}`, sw: `s ${at}`, q: at },
    );
    const whole = jsonl('x.jsonl', ...rows);
    const read = await allPairs([whole]);
    expect(read.pairs.get('x sw')).toHaveLength(200);
    expect(read.bad).toBe(50);
    for (const size of [50, 1000]) expect(await allPairs([streamed(whole, size)])).toEqual(read);
  });

  it('read the languages wanted alone, and say what the others have', async () => {
    const file = jsonl('x.jsonl', { en: 'a', sw: 'x', so: 'z' });
    const { pairs, problems } = await allPairs([file], SW);
    expect([...pairs.keys()]).toEqual(['x sw']);
    expect(problems[0]?.message).toBe('1 pairs of so are not read: the language is not wanted');
  });
});
