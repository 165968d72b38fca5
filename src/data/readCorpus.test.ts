import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../lib';
import { parseErrorFrom } from './collections/testing';
import { WANTED_CORPUS } from './corpora/corpusPlace';
import { KNOWN_CODES } from './languages';
import { readCorpus } from './readCorpus';
import { mtopRow, textFile } from './testing';

const rows = (locale: string, ...ids: string[]) =>
  ids.map((id) => mtopRow({ id, locale })).join('\n');
const json = (...ids: string[]) =>
  JSON.stringify(
    ids.map((id) => ({ id, question: { en: 'hi' }, mr: { slot_intent: { en: '[IN:A ]' } } })),
  );

describe('readCorpus', () => {
  it('reads an official folder in the order of its paths, whatever the order given', async () => {
    const files = [
      textFile('mtop/en/test.txt', rows('en_XX', '1', '2')),
      textFile('mtop/de/eval.txt', rows('de_XX', '4')),
      textFile('mtop/deu/test.txt', rows('de_XX', '2', '3')),
      textFile('mtop/README.txt', 'about'),
    ];
    const { corpus, problems, records, summary } = await readCorpus(files);
    expect(corpus).toMatchObject({ name: 'MTOP', synthetic: false, topic: 'intent' });
    expect(corpus.splits.test.map((row) => `${row.language} ${row.id}`)).toEqual([
      'de 2',
      'de 3',
      'en 1',
      'en 2',
    ]);
    expect(corpus.splits.dev.map((row) => row.id)).toEqual(['4']);
    expect(problems).toEqual([
      { file: 'mtop/README.txt', line: 0, field: '', message: 'ignored: no file of a corpus' },
    ]);
    expect(records).toEqual([
      { path: 'mtop/de/eval.txt', rows: 1 },
      { path: 'mtop/deu/test.txt', rows: 2 },
      { path: 'mtop/en/test.txt', rows: 2 },
    ]);
    expect(summary).toEqual([
      { split: 'dev', languages: [{ language: 'de', rows: 1 }], ids: 1, parallelIds: 1 },
      {
        split: 'test',
        languages: [
          { language: 'de', rows: 2 },
          { language: 'en', rows: 2 },
        ],
        ids: 3,
        parallelIds: 1,
      },
    ]);
    expect(await readCorpus([...files].reverse())).toEqual(await readCorpus(files));
  });

  it('takes name and synthetic from the caller', async () => {
    const files = [textFile('en/dev.tsv', rows('en_XX', '1'))];
    expect((await readCorpus(files, { name: 'Sample', synthetic: true })).corpus).toMatchObject({
      name: 'Sample',
      synthetic: true,
    });
  });

  it.each(['dev', 'eval', 'valid', 'validation'])('reads %s as dev', async (stem) => {
    const files = [textFile(`C:\\data\\en\\${stem}.txt`, rows('en_XX', '1'))];
    expect((await readCorpus(files)).corpus.splits.dev).toHaveLength(1);
  });

  it('reads the XSemPLR folder', async () => {
    const { corpus, records } = await readCorpus([textFile('x/test.json', json('1', '2'))]);
    expect(corpus.name).toBe('MTOP (XSemPLR)');
    expect(corpus.splits.test).toHaveLength(2);
    expect(records).toEqual([{ path: 'x/test.json', rows: 2 }]);
  });

  it.each([
    ['official', { 'mtop/en/test.txt': strToU8(rows('en_XX', '1')), 'mtop/LICENSE': strToU8('x') }],
    ['XSemPLR', { 'mtop/test.json': strToU8(json('1')), 'mtop/LICENSE': strToU8('x') }],
  ])('reads a zip of the %s packaging', async (_, entries) => {
    const { corpus, problems, records } = await readCorpus([
      { path: 'm.zip', bytes: zipSync(entries) },
    ]);
    expect(corpus.splits.test.map((row) => row.id)).toEqual(['1']);
    expect(problems.map((problem) => problem.file)).toEqual(['m.zip/mtop/LICENSE']);
    expect(records).toEqual([{ path: 'm.zip', rows: 1 }]);
  });

  it('refuses a zip without MTOP inside, naming what was found', async () => {
    const bytes = zipSync({ 'photos/cat.jpg': strToU8('x'), 'notes.txt': strToU8('y') });
    expect(await parseErrorFrom(readCorpus([{ path: 'm.zip', bytes }]))).toBe(
      `m.zip: no corpus inside: found m.zip/photos/cat.jpg, m.zip/notes.txt; wanted ${WANTED_CORPUS}`,
    );
    expect(await parseErrorFrom(readCorpus([{ path: 'm.zip', bytes: zipSync({}) }]))).toBe(
      `m.zip: no corpus inside: found nothing; wanted ${WANTED_CORPUS}`,
    );
  });

  it('cuts a long list of what was found', async () => {
    const files = Array.from({ length: 23 }, (_, i) => textFile(`f${i}`, 'x'));
    expect(await parseErrorFrom(readCorpus(files))).toMatch(
      /^23 files: .*, f19 and 3 more; wanted /,
    );
    expect(await parseErrorFrom(readCorpus([]))).toBe(
      `0 files: no corpus inside: found nothing; wanted ${WANTED_CORPUS}`,
    );
  });

  it.each([
    ['mtop/xx/test.txt', 'unknown language folder xx, wanted en/test.txt'],
    ['mtop/train.txt', 'unknown language folder mtop, wanted en/train.txt'],
    ['test.txt', 'no language folder, wanted en/test.txt'],
  ])('refuses %s: unknown language', async (path, message) => {
    expect(await parseErrorFrom(readCorpus([textFile(path, mtopRow())]))).toBe(
      `${path}: ${message}, de/… (official MTOP); known: ${KNOWN_CODES}`,
    );
  });

  it('refuses two files for one split, and both packagings at once', async () => {
    const dev = textFile('en/dev.txt', rows('en_XX', '1'));
    expect(await parseErrorFrom(readCorpus([dev, textFile('en/eval.txt', 'x')]))).toBe(
      'en/eval.txt: en/dev.txt is en dev already; give one of them',
    );
    expect(await parseErrorFrom(readCorpus([dev, textFile('test.json', json('1'))]))).toBe(
      'test.json: XSemPLR beside en/dev.txt (MTOP); give one of them',
    );
  });

  it('names file and line inside a zip', async () => {
    const bytes = zipSync({ 'en/test.txt': new Uint8Array([0x61, 0x0a, 0xff]) });
    expect(await parseErrorFrom(readCorpus([{ path: 'm.zip', bytes }]))).toBe(
      'm.zip/en/test.txt, line 2: found bytes that are not UTF-8, wanted UTF-8 text',
    );
  });

  it('refuses an empty file', async () => {
    expect(await parseErrorFrom(readCorpus([textFile('en/test.txt', '')]))).toBe(
      'en/test.txt: the file is empty, wanted rows',
    );
  });

  it('reports ids that stand in two splits of one language', async () => {
    const files = [
      textFile('en/train.txt', rows('en_XX', '1', '2', '3')),
      textFile('en/test.txt', rows('en_XX', '3', '2')),
      textFile('de/test.txt', rows('de_XX', '1')),
    ];
    expect((await readCorpus(files)).problems.map((problem) => problem.message)).toEqual([
      '2 ids of en are in train and test, first 2',
    ]);
  });

  it('throws nothing but ParseError', async () => {
    const path = fc.constantFrom(
      'en/test.txt',
      'xx/dev.txt',
      'test.json',
      'a.zip',
      'a',
      'th/eval.txt',
    );
    const file = fc.record({ path, bytes: fc.uint8Array() });
    await fc.assert(
      fc.asyncProperty(fc.array(file), async (files) => {
        await readCorpus(files).catch((error) => expect(error).toBeInstanceOf(ParseError));
      }),
    );
  });
});
