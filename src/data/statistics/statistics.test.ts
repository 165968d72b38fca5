import { describe, expect, it } from 'vitest';
import type { Corpus, Utterance } from '../types';
import { missingParallels } from './missingParallels';
import { scriptOf } from './scripts';
import { TextCounter } from './textStatistics';

const count = (texts: readonly string[], mostSplit?: number) => {
  const counter = new TextCounter(mostSplit);
  for (const text of texts) counter.add(text);
  return counter.result();
};

describe('scriptOf', () => {
  it.each([
    ['a', 'Latin'],
    ['ß', 'Latin'],
    ['ж', 'Cyrillic'],
    ['क', 'Devanagari'],
    ['ก', 'Thai'],
    ['語', 'Han'],
    ['𠀋', 'Han'],
    ['カ', 'Katakana'],
    ['한', 'Hangul'],
    ['𐌰', 'other'],
    ['7', null],
    [' ', null],
    ['ि', null],
    ['\ud800', null],
  ])('%j is %s', (character, script) => {
    expect(scriptOf(character.codePointAt(0)!)).toBe(script);
  });
});

describe('TextCounter', () => {
  it('counts code points, words, scripts, repetitions and empty rows', () => {
    const result = count(['ab 語😀', 'set alarm', 'set alarm', ' ']);
    expect(result).toEqual({
      ...{ rows: 4, splitRows: 4, duplicates: 1, empty: 1 },
      characters: (5 + 9 + 9 + 1) / 4,
      words: (2 + 2 + 2 + 0) / 4,
      scripts: [
        { script: 'Latin', share: 18 / 19 },
        { script: 'Han', share: 1 / 19 },
      ],
    });
  });

  it('splits as many rows as it is told to', () => {
    expect(count(['a b', 'a b c d'], 1)).toMatchObject({ words: 2, splitRows: 1, rows: 2 });
  });

  it('says nothing of nothing', () => {
    expect(count([])).toMatchObject({ rows: 0, characters: null, words: null, scripts: [] });
  });

  it('takes any text for a text', () => {
    expect(count(['__proto__', 'constructor', '__proto__']).duplicates).toBe(1);
  });
});

describe('missingParallels', () => {
  it('counts the ids that a language lacks in the splits it has', () => {
    const row = (language: string, id: string): Utterance => ({
      ...{ id, language, text: id, intent: '', domain: '', slots: [], parse: '' },
    });
    const corpus: Corpus = {
      ...{ name: '', synthetic: false, topic: 'intent' },
      splits: {
        train: [row('en', '1'), row('en', '2'), row('de', '1')],
        dev: [],
        test: [row('en', '3'), row('th', '4')],
      },
    };
    expect([...missingParallels(corpus)]).toEqual([
      ['en', 1],
      ['de', 1],
      ['th', 1],
    ]);
  });
});
