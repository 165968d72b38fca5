import { describe, expect, test } from 'vitest';
import { type GoldOptions, parseGold } from './goldLinks';
import { judgeLinks, parseLinks } from './judgeLinks';
import { show } from './testing';

const gold = (text: string, options?: GoldOptions) => parseGold('g.txt', text, options);
/** Each sentence as `id: sure / possible`. */
const shown = (text: string, options?: GoldOptions) =>
  gold(text, options).alignments.map(
    ({ id, sure, possible }) => `${id ?? ''}: ${show(sure)} / ${show(possible)}`,
  );

describe('parseGold', () => {
  test('Pharaoh: sure, possible, scores, an empty line, both line ends', () => {
    expect(shown('0-0 1p2 2-1-0.93\r\n\n3p3 3-3')).toEqual([
      ': 0-0 2-1 / 1-2',
      ':  / ',
      ': 3-3 / ', // sure beats possible
    ]);
  });

  test('Pharaoh from 1', () => {
    expect(shown('1-1 2p3', { first: 1 })).toEqual([': 0-0 / 1-2']);
    expect(() => gold('1-1\n0-1', { first: 1 })).toThrow(
      'g.txt, line 2, field 1: found "0-1", wanted words that count from 1',
    );
  });

  test("SimAlign's sentence id and TAB", () => {
    expect(shown('7\t0-0 1p1\n9\t\nsix\t2-2')).toEqual(['7: 0-0 / 1-1', '9:  / ', 'six: 2-2 / ']);
    expect(shown('0-0\t1-1\n2-2\t\n')).toEqual([': 0-0 1-1 / ', ': 2-2 / ']); // no ids
    expect(() => gold('7\t0-0\n0-1')).toThrow('g.txt, line 2, sentence id: found "0-1", wanted an');
    expect(() => gold('7\t0-0\n7\t0-1')).toThrow('line 2, sentence id: found 7, which line 1 has');
    expect(() => gold('7\t0-0\n\t0-1')).toThrow('line 2, sentence id: found nothing before TAB');
  });

  test('NAACL: ids in any order, S by default, confidence not read, NULL left out and counted', () => {
    const text = '0002 1 1\n0001 3 2 P\n\n0001 1 1 S 0.5\n0001 0 2 S\n';
    expect(shown(text, { format: 'naacl' })).toEqual(['1: 0-0 / 2-1', '2: 0-0 / ']);
    expect(gold(text, { format: 'naacl' })).toMatchObject({ nulls: 1, first: 1 });
    for (const bad of ['1 1', '1 1 1 X', '0 1 1 S', '1 -1 2', 'a 1 1'])
      expect(() => gold(`1 1 1\n${bad}`, { format: 'naacl' })).toThrow(
        `g.txt, line 2: found "${bad}", wanted sentence, source and target word from 1`,
      );
  });

  test('XL-WA: texts and links, tabs at the end trimmed, words counted', () => {
    const { alignments } = gold('the  house\tdas Haus da\t0-0 1-1\t\t\na\tb\t\n\n', {
      format: 'xlwa',
    });
    expect(alignments.map(({ words }) => words)).toEqual([
      { source: 2, target: 3 },
      { source: 1, target: 1 },
      { source: 0, target: 0 },
    ]);
    expect(alignments.map(({ sure }) => show(sure))).toEqual(['0-0 1-1', '', '']);
    for (const [bad, count] of [
      ['a', 1],
      ['a\tb\t0-0\tx', 4],
    ])
      expect(() => gold(`a\tb\n${bad}`, { format: 'xlwa' })).toThrow(
        `g.txt, line 2: found ${count} columns, wanted source TAB target TAB links`,
      );
  });

  test('malformed links are named, an empty file refused', () => {
    expect(() => gold('0-0\n0-0 1~1')).toThrow('g.txt, line 2, field 2: found "1~1", wanted i-j');
    expect(() => gold('\n \n')).toThrow('g.txt: found no links');
  });
});

describe('judgeLinks', () => {
  const links = (text: string) => parseLinks('l.txt', text);
  const shownPairs = (judged: ReturnType<typeof judgeLinks>) =>
    judged.pairs.map((pair) => `${show(pair.links)} / ${show(pair.sure)}`);

  test('by line where one side has no ids, by id where both have', () => {
    expect(shownPairs(judgeLinks(links('0-0\n\n'), gold('0-1\n1-1')))).toEqual([
      '0-0 / 0-1',
      ' / 1-1',
    ]);
    expect(shownPairs(judgeLinks(links('0-0\n1-1'), gold('b\t0-1\na\t1-1')))).toEqual([
      '0-0 / 0-1',
      '1-1 / 1-1',
    ]);
    expect(shownPairs(judgeLinks(links('a\t0-0\nb\t1-1'), gold('b\t0-1\na\t1-1')))).toEqual([
      '0-0 / 1-1',
      '1-1 / 0-1',
    ]);
    expect(() => judgeLinks(links('a\t0-0'), gold('0-1'))).toThrow(
      'l.txt, line 1, sentence id: found ids, but g.txt has none',
    );
  });

  test('NAACL: the number is the line, or the id; lines without gold are judged and counted', () => {
    const naacl = gold('0003 1 1 S\n1 2 2 S', { format: 'naacl' });
    const judged = judgeLinks(links('0-0\n1-1\n2-2'), naacl);
    expect(shownPairs(judged)).toEqual(['0-0 / 1-1', '1-1 / ', '2-2 / 0-0']);
    expect(judged).toMatchObject({ unlisted: 1, missing: 0, skipped: 0 });
    expect(shownPairs(judgeLinks(links('003\t0-0\n0001\t1-1'), naacl))).toEqual([
      '0-0 / 0-0',
      '1-1 / 1-1',
    ]);
    expect(() => judgeLinks(links('0-0\n1-1'), naacl)).toThrow(
      'g.txt, line 1, sentence id: 3 is not in l.txt, which has 2 lines',
    );
  });

  test('another number of lines, or a sentence that is not there, is refused', () => {
    expect(() => judgeLinks(links('0-0'), gold('0-1\n1-1'))).toThrow(
      'g.txt, line 2: found 2 lines, wanted 1, as many as l.txt has',
    );
    expect(() => judgeLinks(links('0-0\n0-1\n'), gold('0-1'))).toThrow('found 1 lines, wanted 2');
    expect(() => judgeLinks(links('a\t0-0\nc\t0-0'), gold('a\t0-1\nb\t0-0'))).toThrow(
      'l.txt, line 2, sentence id: c is not in g.txt',
    );
    expect(() => judgeLinks(links('a\t0-0'), gold('a\t0-1\nb\t0-0'))).toThrow(
      'g.txt, line 2, sentence id: b is not in l.txt',
    );
  });

  test('lenient: missing sentences cost recall, others are not read', () => {
    const byId = judgeLinks(links('a\t0-0\nc\t0-0'), gold('a\t0-1\nb\t1-1'), { lenient: true });
    expect(shownPairs(byId)).toEqual(['0-0 / 0-1', ' / 1-1']);
    expect(byId).toMatchObject({ missing: 1, skipped: 1 });
    const byLine = judgeLinks(links('0-0'), gold('0-1\n1-1'), { lenient: true });
    expect(shownPairs(byLine)).toEqual(['0-0 / 0-1', ' / 1-1']);
  });

  test('links outside their sentence are refused, in the numbers of their file', () => {
    const words = [{ source: 2, target: 3 }];
    const judge = (given: string, wanted: string, first: 0 | 1 = 0) =>
      judgeLinks(links(given), gold(wanted, { first }), { words });
    expect(judge('1-2', '1-2').pairs).toHaveLength(1);
    expect(() => judge('0-0', '1-2 2-2')).toThrow(
      'g.txt, line 1, link 2-2: found source word 2, wanted 0 to 1',
    );
    expect(() => judge('0-0', '1-1 2p4', 1)).toThrow(
      'g.txt, line 1, link 2-4: found target word 4, wanted 1 to 3',
    );
    expect(() => judge('0-3', '0-0')).toThrow('l.txt, line 1, link 0-3: found target word 3');
  });

  test('the texts of XL-WA bound both files and must be those that were aligned', () => {
    const xlwa = gold('a b\tc\t0-0\n\t\t', { format: 'xlwa' });
    expect(() => judgeLinks(links('2-0\n'.repeat(2)), xlwa)).toThrow(
      'l.txt, line 1, link 2-0: found source word 2, wanted 0 to 1',
    );
    expect(() => judgeLinks(links('0-0\n0-0'), xlwa)).toThrow(
      'l.txt, line 2, link 0-0: found a link, but the source has no words',
    );
    const words = [
      { source: 2, target: 2 },
      { source: 0, target: 0 },
    ];
    expect(() => judgeLinks(links('0-0\n\n'), xlwa, { words })).toThrow(
      'g.txt, line 1: found 2 and 1 words, but 2 and 2 words were aligned; wanted the same texts',
    );
  });
});
