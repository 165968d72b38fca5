import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../lib';
import { parseErrorFrom, streamed } from '../collections/testing';
import { KNOWN_CODES } from '../languages';
import { textFile } from '../testing';
import { WANTED_BITEXT } from './bitextPlace';
import { readBitext } from './readBitext';

type NamedText = readonly [path: string, text: string];
const read = (...files: NamedText[]) =>
  readBitext(files.map(([path, text]) => textFile(path, text)));
const refusal = (...files: NamedText[]) => parseErrorFrom(read(...files));

describe('readBitext', () => {
  it.each<[string, NamedText[], string, string]>([
    [
      'a pair with both languages',
      [
        ['d/C.en-sw.en', 'a\nb'],
        ['d/C.en-sw.sw', 'c\nd\n'],
      ],
      'C.en-sw',
      'sw',
    ],
    [
      'a pair in alphabetical order',
      [
        ['x.de-en.de', 'c\nd'],
        ['x.de-en.en', 'a\nb'],
      ],
      'x.de-en',
      'de',
    ],
    [
      'a plain pair',
      [
        ['corpus.en', 'a\nb'],
        ['corpus.sw', 'c\nd'],
      ],
      'corpus',
      'sw',
    ],
    [
      'a pair with .txt',
      [
        ['corpus.en.txt', 'a\nb'],
        ['corpus.pt_BR.txt', 'c\nd'],
      ],
      'corpus',
      'pt',
    ],
    [
      'a folder named by language',
      [
        ['ntrex/eng.txt', 'a\nb'],
        ['ntrex/fil.txt', 'c\nd'],
      ],
      'ntrex',
      'tl',
    ],
    [
      'files named by language',
      [
        ['eng.txt', 'a\nb'],
        ['swa.txt', 'c\nd'],
      ],
      'bitext',
      'sw',
    ],
    ['TSV', [['x.en-sw.tsv', 'a\tc\nb\td']], 'x.en-sw', 'sw'],
    ['TSV with English second', [['x.de-en.tsv', 'c\ta\nd\tb']], 'x.de-en', 'de'],
    ['TSV of one code, with scores', [['x.sw.tsv', 'a\tc\t1\nb\td\t.5']], 'x', 'sw'],
  ])('reads %s', async (_, files, name, language) => {
    const pairs = [
      { english: 'a', foreign: 'c' },
      { english: 'b', foreign: 'd' },
    ];
    expect((await read(...files)).bitexts).toEqual([{ name, language, pairs }]);
    expect(await read(...files.toReversed())).toEqual(await read(...files));
  });

  it('pairs one English side with several languages and counts rows', async () => {
    const { bitexts, records } = await read(['c.en', 'a\nb'], ['c.sw', 'c\n\n'], ['c.th', 'e\nf']);
    expect(bitexts.map((bitext) => [bitext.language, bitext.pairs.length])).toEqual([
      ['sw', 1],
      ['th', 2],
    ]);
    expect(records).toEqual([
      { path: 'c.sw', rows: 1 },
      { path: 'c.th', rows: 2 },
      { path: 'c.en', rows: 2 },
    ]);
  });

  it('keeps U+2028, U+0085 and quotes inside a line; drops BOM and CR', async () => {
    const { bitexts } = await read(['c.en', '\uFEFF"a\u2028b\r\nc\u0085d\r\n'], ['c.sw', 'x\r\ny']);
    expect(bitexts[0]?.pairs).toEqual([
      { english: '"a\u2028b', foreign: 'x' },
      { english: 'c\u0085d', foreign: 'y' },
    ]);
    expect((await read(['c.sw.tsv', '"a\tb"\n"c\td'])).bitexts[0]?.pairs).toHaveLength(2);
  });

  it('leaves out pairs with an empty side and counts them', async () => {
    const { bitexts, problems } = await read(['c.en', 'a\n\nc\n '], ['c.sw', 'x\ny\n\t\nz']);
    expect(bitexts[0]?.pairs).toEqual([{ english: 'a', foreign: 'x' }]);
    expect(problems).toEqual([
      {
        file: 'c.sw',
        line: 0,
        field: '',
        message: '3 pairs left out: no text on one side, first in line 2',
      },
    ]);
  });

  it('reports other files as ignored', async () => {
    const others = ['document_ids.txt', 'c.en-sw.ids', 'c.en-sw.xml', 'x.json'];
    const { problems } = await read(
      ['c.en', 'a'],
      ['c.sw', 'b'],
      ...others.map((path) => [path, 'x'] as const),
    );
    expect(problems.map((problem) => `${problem.file} ${problem.message}`)).toEqual(
      others.sort().map((path) => `${path} ignored: no bitext`),
    );
  });

  it('reads an OPUS zip', async () => {
    const bytes = zipSync({
      'CCAligned.en-sw.en': strToU8('a\n'),
      'CCAligned.en-sw.sw': strToU8('b\n'),
      'CCAligned.en-sw.scores': strToU8('1\n'),
      'CCAligned.en-sw.xml': strToU8('<cesAlign/>'),
      LICENSE: strToU8('CC0'),
    });
    const { bitexts, records, licences, problems } = await readBitext([{ path: 'sw.zip', bytes }]);
    expect(bitexts).toEqual([
      { name: 'CCAligned.en-sw', language: 'sw', pairs: [{ english: 'a', foreign: 'b' }] },
    ]);
    expect(records).toEqual([{ path: 'sw.zip', rows: 1 }]);
    expect(licences).toEqual([{ file: 'sw.zip/LICENSE', text: 'CC0' }]);
    expect(problems.map((problem) => problem.file)).toEqual(['sw.zip/CCAligned.en-sw.xml']);
  });

  it.each<[string, NamedText[], string]>([
    [
      'unequal line counts',
      [
        ['c.en', 'a\nb\nc'],
        ['c.sw', 'x\ny'],
      ],
      'c.en: found 3 lines, but 2 in c.sw; wanted equal counts',
    ],
    [
      'an empty English side',
      [
        ['c.en', ''],
        ['c.sw', 'x'],
      ],
      'c.en: the file is empty, wanted rows',
    ],
    [
      'an empty second side',
      [
        ['c.en', 'a'],
        ['c.sw', '\n'],
      ],
      'c.sw: the file is empty, wanted rows',
    ],
    ['an empty TSV', [['c.sw.tsv', '']], 'c.sw.tsv: the file is empty, wanted rows'],
    [
      'only half pairs',
      [
        ['c.en', 'a\n\n'],
        ['c.sw', '\nb'],
      ],
      'c.sw: no line has text on both sides',
    ],
    [
      'no English side',
      [['c.sw', 'a']],
      `c.sw: no English side beside it; wanted ${WANTED_BITEXT}`,
    ],
    [
      'English alone',
      [['c.en', 'a']],
      `c.en: no second language beside it; wanted ${WANTED_BITEXT}`,
    ],
    [
      'one language twice',
      [
        ['d/eng.txt', 'a'],
        ['d/swa.txt', 'b'],
        ['d/sw.txt', 'c'],
      ],
      'd/swa.txt: d/sw.txt is sw already; give one of them',
    ],
    [
      'English with English',
      [['c.en.tsv', 'a\tb']],
      'c.en.tsv: found English only, wanted a second language in the name',
    ],
    [
      'no English in a TSV',
      [['c.de-fr.tsv', 'a\tb']],
      'c.de-fr.tsv: found de and fr, wanted English on one side',
    ],
    [
      'an unknown file code',
      [
        ['eng.txt', 'a'],
        ['xxx.txt', 'b'],
      ],
      `xxx.txt: unknown language xxx; known: ${KNOWN_CODES}`,
    ],
    [
      'an unknown pair code',
      [
        ['c.en-xx.en', 'a'],
        ['c.en-xx.xx', 'b'],
      ],
      `c.en-xx.xx: unknown language xx; known: ${KNOWN_CODES}`,
    ],
    [
      'an unknown TSV code',
      [['c.xx.tsv', 'a\tb']],
      `c.xx.tsv: unknown language xx; known: ${KNOWN_CODES}`,
    ],
    [
      'nothing known',
      [
        ['a.pdf', 'x'],
        ['b', 'y'],
      ],
      `2 files: no bitext inside: found a.pdf, b; wanted ${WANTED_BITEXT}`,
    ],
  ])('refuses %s', async (_, files, message) => {
    expect(await refusal(...files)).toBe(message);
  });

  it('lists a line that is not UTF-8, keeps the others, and refuses UTF-16', async () => {
    const foreign = { path: 'c.sw', bytes: new Uint8Array([0x61, 0x0a, 0xe0, 0x0a]) };
    const { bitexts, bad, problems } = await readBitext([textFile('c.en', 'a\nb'), foreign]);
    expect(bitexts[0]?.pairs).toEqual([{ english: 'a', foreign: 'a' }]);
    expect(bad).toBe(1);
    expect(problems).toEqual([
      {
        ...{ file: 'c.sw', line: 2, field: '' },
        message: 'found bytes that are not UTF-8, wanted UTF-8 text',
      },
    ]);
    const wide = { path: 'c.sw', bytes: new Uint8Array([0xff, 0xfe, 0x61, 0]) };
    expect(await parseErrorFrom(readBitext([textFile('c.en', 'a'), wide]))).toBe(
      'c.sw: found UTF-16 text, wanted UTF-8; save it as UTF-8',
    );
  });

  it('gives back generated pairs, however the bytes arrive', async () => {
    const sentence = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => {
      return !/[\n\r\t]/.test(text) && text.trim() !== '' && !text.startsWith('\uFEFF');
    });
    const pair = fc.record({ english: sentence, foreign: sentence });
    const pairsOf = async (size: number, ...files: NamedText[]) => {
      const read = await readBitext(
        files.map(([path, text]) => streamed(textFile(path, text), size)),
      );
      return read.bitexts[0]?.pairs;
    };
    const size = fc.integer({ min: 1, max: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1 }), size, async (pairs, chunk) => {
        const side = (key: 'english' | 'foreign') => pairs.map((one) => one[key]).join('\n');
        const moses = [['c.en', side('english')] as const, ['c.th', side('foreign')] as const];
        expect(await pairsOf(chunk, ...moses)).toEqual(pairs);
        const tsv = pairs.map((one) => `${one.foreign}\t${one.english}`).join('\n');
        expect(await pairsOf(chunk, ['c.th-en.tsv', tsv])).toEqual(pairs);
      }),
      { numRuns: 50 },
    );
  });

  it('throws nothing but ParseError', async () => {
    const path = fc.oneof(
      fc.constantFrom('c.en', 'c.sw', 'd/eng.txt', 'x.sw.tsv', 'x.tmx', 'x.sw.jsonl', 'a.zip'),
      fc.string(),
    );
    const file = fc.record({ path, bytes: fc.uint8Array() });
    await fc.assert(
      fc.asyncProperty(fc.array(file), async (files) => {
        await readBitext(files).catch((error) => expect(error).toBeInstanceOf(ParseError));
      }),
    );
  });
});
