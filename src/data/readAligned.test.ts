import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../lib';
import { WANTED_ALIGNED } from './alignedFiles';
import { parseErrorFrom } from './collections/testing';
import { readAligned } from './readAligned';
import { readCorpus } from './readCorpus';
import { splitDocuments } from './splitDocuments';
import { textFile } from './testing';
import type { NamedBytes } from './types';

const DOCUMENTS = ['bbc.co.uk.7', 'bbc.co.uk.7', 'upi.2', 'rt.9', 'rt.9', 'fox.1'];
const ENGLISH = ['Rain.', 'More rain.', 'A goal.', 'Bread.', 'Salt.', 'A vote.'];
const SWAHILI = ['Mvua.', 'Mvua zaidi.', 'Bao.', 'Mkate.', 'Chumvi.', 'Kura.'];
const TAGALOG = ['Ulan.', 'Ulan pa.', 'Gol.', 'Tinapay.', 'Asin.', 'Boto.'];

function folder(changes: Readonly<Record<string, string | undefined>> = {}): NamedBytes[] {
  const texts = {
    'n/document_ids.txt': `${DOCUMENTS.join('\n')}\n`,
    'n/eng.txt': `${ENGLISH.join('\n')}\n`,
    'n/swa.txt': SWAHILI.join('\n'),
    'n/fil.txt': `${TAGALOG.join('\n')}\n`,
    ...changes,
  };
  return Object.entries(texts).flatMap(([path, text]) =>
    text === undefined ? [] : [textFile(path, text)],
  );
}
const rowsOf = async (files: readonly NamedBytes[]) =>
  Object.values((await readAligned(files)).corpus.splits).flat();
const textOf = async (files: readonly NamedBytes[], language: string, id: string) =>
  (await rowsOf(files)).find((row) => row.language === language && row.id === id)?.text;

describe('readAligned', () => {
  it('gives line n of each language the id n, with its document as topic', async () => {
    const { corpus, problems, records, summary } = await readAligned(folder());
    expect(corpus).toMatchObject({
      name: 'Line-aligned (documents)',
      synthetic: false,
      topic: 'document',
    });
    expect(problems).toEqual([]);
    const rows = Object.values(corpus.splits).flat();
    expect(rows).toHaveLength(18);
    expect(rows).toContainEqual({
      id: '2',
      language: 'sw',
      text: 'Mvua zaidi.',
      intent: 'bbc.co.uk.7',
      domain: 'bbc',
      slots: [],
      parse: '',
    });
    expect(await textOf(folder(), 'tl', '6')).toBe('Boto.');
    expect(records).toEqual(
      ['eng', 'fil', 'swa', 'document_ids'].map((stem) => ({ path: `n/${stem}.txt`, rows: 6 })),
    );
    for (const { ids, parallelIds, languages } of summary) {
      expect(parallelIds).toBe(ids);
      expect(languages.map(({ language }) => language)).toEqual(['en', 'tl', 'sw']);
    }
  });

  it('keeps every document in one split and leaves none of the three empty', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const { splits } = (await readAligned(folder(), { seed })).corpus;
      const documents = Object.values(splits).map((rows) => [
        ...new Set(rows.map((r) => r.intent)),
      ]);
      expect(documents.every((list) => list.length > 0)).toBe(true);
      expect(documents.flat().sort()).toEqual([...new Set(DOCUMENTS)].sort());
    }
  });

  it('reads names with regions, NTREX’s own names, and a zip', async () => {
    const entries = {
      'NTREX/DOCUMENT_IDS.tsv': strToU8(DOCUMENTS.join('\r\n')),
      'NTREX/newstest2019-src.eng.txt': strToU8(`\ufeff${ENGLISH.join('\r\n')}\r\n`),
      'NTREX/newstest2019-ref.sw_KE.txt': strToU8(SWAHILI.join('\n')),
    };
    const zip = [{ path: 'n.zip', bytes: zipSync(entries) }];
    expect(await textOf(zip, 'en', '1')).toBe('Rain.');
    expect(await textOf(zip, 'sw', '6')).toBe('Kura.');
    expect((await rowsOf(zip)).map((row) => row.intent)).toContain('bbc.co.uk.7');
    expect((await readAligned(zip)).records).toEqual([{ path: 'n.zip', rows: 12 }]);
  });

  it('splits lines at newlines only', async () => {
    const odd = 'Mvua\u2028na\u2029upepo\u0085leo.';
    const files = folder({ 'n/swa.txt': [odd, ...SWAHILI.slice(1)].join('\r\n') });
    expect(await textOf(files, 'sw', '1')).toBe(odd);
    expect(await textOf(files, 'sw', '2')).toBe('Mvua zaidi.');
  });

  it('leaves an id out everywhere when one language has no text, and says so', async () => {
    const swa = SWAHILI.with(1, '  ').with(4, '').join('\n');
    const { problems, records, corpus, badRows } = await readAligned(folder({ 'n/swa.txt': swa }));
    expect(badRows).toBe(6);
    expect(problems).toEqual([
      {
        file: 'n/swa.txt',
        line: 0,
        field: '',
        message: '2 lines without text, first line 2: left out in every language',
      },
    ]);
    expect(records.map(({ rows }) => rows)).toEqual([4, 4, 4, 4]);
    const ids = Object.values(corpus.splits).flatMap((rows) => rows.map((row) => row.id));
    expect([...new Set(ids)].sort()).toEqual(['1', '3', '4', '6']);
  });

  it('leaves out a line without a document', async () => {
    const documents = DOCUMENTS.with(0, '').join('\n');
    const { problems } = await readAligned(folder({ 'n/document_ids.txt': documents }));
    expect(problems[0]?.message).toBe(
      '1 lines without document id, first line 1: left out in every language',
    );
  });

  it('reports files it does not use', async () => {
    const files = folder({ 'n/xyz.txt': 'x', 'n/LICENSE': 'x' });
    expect((await readAligned(files)).problems.map(({ file, message }) => [file, message])).toEqual(
      [
        ['n/LICENSE', 'ignored: no file of a line-aligned corpus'],
        ['n/xyz.txt', expect.stringMatching(/^ignored: unknown language xyz; known: af /)],
      ],
    );
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['ids', { 'n/document_ids.txt': undefined }, '3 files: no document_ids.txt: found n/eng.txt, '],
    ['English', { 'n/eng.txt': undefined }, '3 files: no English side: found '],
    [
      'a second language',
      { 'n/swa.txt': undefined, 'n/fil.txt': undefined },
      '2 files: no second language: found ',
    ],
  ])('refuses files without %s, naming what it wants', async (_, changes, message) => {
    const found = await parseErrorFrom(readAligned(folder(changes)));
    expect(found.startsWith(message)).toBe(true);
    expect(found.endsWith(`; wanted ${WANTED_ALIGNED}`)).toBe(true);
  });

  it('refuses counts that differ, a language twice, and too few documents', async () => {
    expect(await parseErrorFrom(readAligned(folder({ 'n/swa.txt': 'Mvua.\n' })))).toBe(
      'n/swa.txt: found 1 lines, wanted 6 as in n/document_ids.txt',
    );
    expect(await parseErrorFrom(readAligned(folder({ 'n/sw.txt': SWAHILI.join('\n') })))).toBe(
      'n/swa.txt: n/sw.txt is sw already; give one of them',
    );
    const two = folder({ 'n/document_ids.txt': 'a.1\na.1\na.1\na.2\na.2\na.2' });
    expect(await parseErrorFrom(readAligned(two))).toBe(
      'n/document_ids.txt: found 2 documents, wanted 3 or more: train, dev and test are split by document',
    );
    expect(await parseErrorFrom(readAligned(folder({ 'n/swa.txt': '' })))).toBe(
      'n/swa.txt: the file is empty, wanted rows',
    );
  });

  it('takes documents of any name', async () => {
    const files = folder({ 'n/document_ids.txt': '__proto__\nconstructor\n.x\n1\n1\n1' });
    expect((await rowsOf(files)).filter((row) => row.intent === '__proto__')).toHaveLength(3);
  });

  it('gives rows or a ParseError, whatever is cut or changed', async () => {
    const files = folder();
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(80), fc.nat(255), fc.boolean(), async (...change) => {
        const [which, at, byte, cut] = change;
        const changed = files.map((file, i) => {
          if (i !== which) return file;
          const bytes = cut ? file.bytes.slice(0, at) : Uint8Array.from(file.bytes);
          if (!cut && at < bytes.length) bytes[at] = byte;
          return { ...file, bytes };
        });
        await readAligned(changed).catch((error) => expect(error).toBeInstanceOf(ParseError));
      }),
    );
  });
});

describe('readCorpus', () => {
  it('reads line-aligned files', async () => {
    expect(await readCorpus(folder(), { name: 'N', seed: 2 })).toEqual(
      await readAligned(folder(), { name: 'N', seed: 2 }),
    );
    const zip = {
      path: 'n.zip',
      bytes: zipSync({ 'eng.txt': strToU8('a'), 'sw.txt': strToU8('b') }),
    };
    expect(await parseErrorFrom(readCorpus([zip]))).toContain('no document_ids.txt: found');
  });

  it('refuses MTOP beside them', async () => {
    expect(await parseErrorFrom(readCorpus([...folder(), textFile('m/test.json', '[]')]))).toBe(
      'n/document_ids.txt: line-aligned files beside m/test.json; give one of them',
    );
  });
});

describe('splitDocuments', () => {
  const ids = Array.from({ length: 123 }, (_, i) => `d${i}`);
  const count = (share?: number) => {
    const counts = { train: 0, dev: 0, test: 0 };
    for (const split of splitDocuments(ids, 1, share).values()) counts[split] += 1;
    return counts;
  };

  it('cuts 123 documents into 72 + 8 for training and 43 for test', async () => {
    expect(count()).toEqual({ train: 72, dev: 8, test: 43 });
    expect(count(0.001)).toEqual({ train: 1, dev: 1, test: 121 });
    expect(count(0.999)).toEqual({ train: 110, dev: 12, test: 1 });
  });

  it('depends on the seed alone, not on order or repetition', async () => {
    const again = splitDocuments([...ids, ...ids].reverse(), 1);
    expect([...again].sort()).toEqual([...splitDocuments(ids, 1)].sort());
    expect([...again].sort()).not.toEqual([...splitDocuments(ids, 2)].sort());
  });

  it('refuses a share outside [0, 1) and fewer than three documents', async () => {
    for (const share of [-0.1, 1, -1, Number.NaN])
      expect(() => splitDocuments(ids, 1, share)).toThrow(`in [0, 1), got ${share}`);
    expect(() => splitDocuments(['a', 'a', 'b'], 1)).toThrow('got 2 documents, wanted 3');
    expect([...splitDocuments(['a', 'a', 'b'], 1, 0).values()]).toEqual(['test', 'test']);
  });
});
