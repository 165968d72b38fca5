import { describe, expect, test } from 'vitest';
import { readPairs } from './readPairs';

const read = (text: string) => readPairs({ path: 'p.tsv', bytes: new TextEncoder().encode(text) });

describe('readPairs', () => {
  test('every line gives one pair, whatever stands in it', () => {
    const { pairs, problems } = read('\ufeffa b\tc\r\n\n\td\ne\t\nf\tg\t0-0\t\nh\u2028i\tj');
    expect(pairs).toEqual([
      { source: 'a b', target: 'c' },
      { source: '', target: '' },
      { source: '', target: 'd' },
      { source: 'e', target: '' },
      { source: 'f', target: 'g' },
      { source: 'h\u2028i', target: 'j' },
    ]);
    expect(problems).toEqual([]);
  });

  test('a line without TAB is a problem by number, and keeps its place', () => {
    const { pairs, problems } = read(`a\tb\nno tab here\n${'x'.repeat(99)}\nc\td\n`);
    expect(pairs.map(({ source }) => source)).toEqual(['a', '', '', 'c']);
    expect(problems.map(({ line, detail }) => [line, detail])).toEqual([
      [2, 'expected source TAB target, got "no tab here"'],
      [3, `expected source TAB target, got "${'x'.repeat(60)}…"`],
    ]);
  });

  test('no bytes have no pairs; bytes that are no UTF-8 are refused by line', () => {
    expect(read('').pairs).toEqual([]);
    const bytes = Uint8Array.of(97, 9, 98, 10, 0xff, 9, 98);
    expect(() => readPairs({ path: 'p.tsv', bytes })).toThrow('p.tsv, line 2: found bytes');
  });
});
