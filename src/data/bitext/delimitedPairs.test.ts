import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { textFile } from '../testing';
import type { PairStreamOptions } from './bitextPairs';
import { allPairs, linesOf } from './testing';

const rows = (path: string, text: string, options?: PairStreamOptions) =>
  linesOf([textFile(path, text)], options);

describe('TSV', () => {
  it.each<[string, string, string, string[]]>([
    ['two columns', 'x.en-sw.tsv', 'a\tx\nb\ty', ['1 a|x', '2 b|y']],
    ['English second', 'x.sw-en.tsv', 'x\ta\ny\tb', ['1 a|x', '2 b|y']],
    ['quotes inside text', 'x.sw.tsv', '"a\tx"\n"b" c\t"y"', ['1 "a|x"', '2 "b" c|"y"']],
    ['a score at the end', 'x.sw.tsv', 'a\tx\t1.5\nb\ty\t2', ['1 a|x|1.5', '2 b|y|2']],
    ['a score in front', 'x.en-sw.tsv', '1.2\ta\tx\n1.1\tb\ty', ['1 a|x|1.2', '2 b|y|1.1']],
    ['ids of Tatoeba', 'x.en-sw.tsv', '77\ta\t88\tx\n79\tb\t90\ty', ['1 a|x', '2 b|y']],
    [
      'ids of Tatoeba by its own name',
      'Sentence pairs in English-Swahili - 2024-01-31.tsv',
      '\ufeff77\ta\t88\tx\n79\tb\t90\ty\n',
      ['1 a|x', '2 b|y'],
    ],
    [
      'Tatoeba the other way round',
      'Sentence pairs in Swahili-English.tsv',
      '88\tx\t77\ta\n90\ty\t79\tb\n',
      ['1 a|x', '2 b|y'],
    ],
    ['a header of codes', 'x.v2.tsv', 'swh\teng_Latn\nx\ta\n', ['2 a|x']],
    ['a header of names', 'pairs.tsv', 'English\tSwahili\tscore\na\tx\t3\n', ['2 a|x|3']],
    ['source and target', 'x.sw-en.tsv', 'source\ttarget\nx\ta\n', ['2 a|x']],
    [
      'a header above a score',
      'x.sw.tsv',
      'one\ttwo\tq\na\tx\t3\nb\ty\t4\n',
      ['2 a|x|3', '3 b|y|4'],
    ],
    ['numbers as texts', 'x.sw.tsv', '1\t2\n3\t4\n', ['1 1|2', '2 3|4']],
    ['numbers on one side', 'x.sw.tsv', 'a\t2\nb\t4\n', ['1 a|2', '2 b|4']],
    ['an empty line', 'x.sw.tsv', 'a\tx\n\nb\ty\n', ['1 a|x', '2 |', '3 b|y']],
  ])('reads %s', async (_, path, text, want) => {
    expect(await rows(path, text)).toEqual(want);
  });

  it('says which line it takes for a header', async () => {
    const { problems } = await allPairs([textFile('p.tsv', 'en\tsw\na\tx\n')]);
    expect(problems).toEqual([
      { file: 'p.tsv', line: 0, field: '', message: 'line 1 is taken as a header: en, sw' },
    ]);
  });

  it('reads several languages of one header', async () => {
    const { pairs } = await allPairs([textFile('p.tsv', 'so\ten\tsw\nz\ta\tx\n')]);
    expect([...pairs]).toEqual([
      ['p so', [{ english: 'a', foreign: 'z', line: 2 }]],
      ['p sw', [{ english: 'a', foreign: 'x', line: 2 }]],
    ]);
  });

  it('takes columns and language from the caller', async () => {
    const fields = { english: 'b', foreign: 'd', score: 'c' };
    const text = 'a\tb\tc\td\n0\tyes\t.5\tndiyo\n';
    const options = { fields, languages: ['sw'] };
    expect(await rows('p.tsv', text, options)).toEqual(['2 yes|ndiyo|0.5']);
    const numbered = { fields: { english: 'column 2', foreign: 'column 1' }, languages: ['sw'] };
    expect(await rows('p.tsv', 'x\ta\ny\tb\n', numbered)).toEqual(['1 a|x', '2 b|y']);
    expect(await rows('p.tsv', 'a\tx\n', { languages: ['sw'] })).toEqual(['1 a|x']);
  });

  it('lists rows with too few columns and keeps the others', async () => {
    const { bad, problems, pairs } = await allPairs([
      textFile('x.en-sw.tsv', '1\ta\t2\tx\nalone\n3\tb\t4\ty\n5\tc\t6\n'),
    ]);
    expect(bad).toBe(2);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '2: found 1 column, wanted 4 or more',
      '4: found 3 columns, wanted 4 or more',
    ]);
    expect(pairs.get('x.en-sw sw')).toHaveLength(2);
  });

  it('is refused with its columns where no name tells the languages', async () => {
    expect(await parseErrorFrom(rows('p.tsv', 'left\tright\na\tx\n'))).toBe(
      'p.tsv: no pair of texts: found the columns left, right; wanted {en, sw}, {translation: {en, sw}}, {source, target}, or say which by the fields english and foreign',
    );
    expect(await parseErrorFrom(rows('p.tsv', 'source\ttarget\na\tx\n'))).toMatch(
      /^p.tsv: the languages of source and target are not named: found the columns source, target;/,
    );
  });
});

describe('CSV', () => {
  it('has quoted fields, with commas and newlines', async () => {
    expect(await rows('x.en-sw.csv', '"a, ""b""","x\ny"\nc,z\n')).toEqual([
      '1 a, "b"|x\ny',
      '3 c|z',
    ]);
  });

  it('has a header or semicolons', async () => {
    expect(await rows('x.csv', 'id;sw;en;score\n7;x;a;0.5\n')).toEqual(['2 a|x|0.5']);
  });

  it('lists rows of another width', async () => {
    const { bad } = await allPairs([textFile('x.sw.csv', 'a,x\nb\nc,z\n')]);
    expect(bad).toBe(1);
  });
});
