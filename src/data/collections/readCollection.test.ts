import fc from 'fast-check';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../lib';
import { textFile } from '../testing';
import type { DataFile } from '../types';
import { WANTED_COLLECTION } from './collectionPlace';
import { readCollection } from './readCollection';
import { FIXTURES, fixture, mutated, parseErrorFrom, streamed } from './testing';
import type { CollectionOptions } from './types';

const NAMES = Object.keys(FIXTURES);
const messages = async (files: readonly DataFile[], options?: CollectionOptions) =>
  (await readCollection(files, options)).problems.map(({ file, line, message }) =>
    line > 0 ? `${file}:${line} ${message}` : `${file} ${message}`,
  );
const NOTHING_WRONG = {
  badRows: 0,
  unknownQueries: 0,
  unknownDocuments: 0,
  negative: 0,
  repeated: 0,
  unjudgedQueries: 0,
  withoutRelevant: 0,
  unreadDocuments: 0,
};

describe('readCollection: the packagings', () => {
  it('reads BEIR: title and text, the header of qrels, judged queries alone', async () => {
    const { collection, format, counts, records } = await readCollection(fixture('BEIR'));
    expect(format).toBe('BEIR');
    expect(collection).toEqual({
      name: 'BEIR',
      queries: [
        { id: 'q1', language: 'en', text: 'weather?' },
        { id: 'q2', language: 'en', text: 'food?' },
      ],
      documents: [
        { id: 'd1', language: 'en', text: 'Rain It rains.' },
        { id: 'd2', language: 'en', text: 'Bread and salt.' },
        { id: 'd3', language: 'en', text: 'A vote.' },
      ],
      qrels: [
        { query: 'q1', document: 'd1', grade: 2 },
        { query: 'q1', document: 'd2', grade: 0 },
        { query: 'q2', document: 'd2', grade: 1 },
      ],
    });
    expect(counts).toEqual({ ...NOTHING_WRONG, unjudgedQueries: 1 });
    expect(records).toEqual([
      { path: 'b/qrels/test.tsv', rows: 3 },
      { path: 'b/queries.jsonl', rows: 2 },
      { path: 'b/corpus.jsonl', rows: 3 },
    ]);
  });

  it('reads TREC: parallel topics, tabs inside a text, grades below 0', async () => {
    const { collection, format, counts } = await readCollection(fixture('TREC'), { name: 'CLEF' });
    expect([format, collection.name]).toEqual(['TREC', 'CLEF']);
    expect(collection.queries.map((q) => `${q.language} ${q.id} ${q.text}`)).toEqual([
      'en 301 weather?',
      'en 302 food?',
      'sw 301 hali ya hewa?',
      'sw 302 chakula?',
    ]);
    expect(collection.documents[1]).toEqual({
      id: 'FT-2',
      language: 'en',
      text: 'Bread and salt.',
    });
    expect(collection.qrels.map((row) => row.grade)).toEqual([1, -1, 3]);
    expect(counts).toEqual({ ...NOTHING_WRONG, negative: 1 });
  });

  it('reads CLIRMatrix: queries and grades in one file, languages from its name', async () => {
    const { collection, format } = await readCollection(fixture('CLIRMatrix'));
    expect(format).toBe('CLIRMatrix');
    expect(collection.queries[0]).toEqual({ id: '7', language: 'en', text: 'rain' });
    expect(collection.documents.map((d) => `${d.language} ${d.id}`)).toEqual([
      'sw 12',
      'sw 13',
      'sw 14',
    ]);
    expect(collection.qrels).toEqual([
      { query: '7', document: '12', grade: 6 },
      { query: '7', document: '13', grade: 0 },
      { query: '8', document: '13', grade: 4 },
    ]);
  });

  it('reads mMARCO: languages share ids, a positive of one triple outweighs a negative of another', async () => {
    const { collection, format, counts } = await readCollection(fixture('mMARCO'));
    expect(format).toBe('mMARCO');
    expect(collection.documents).toHaveLength(8);
    expect(collection.documents.filter(({ id }) => id === '3').map((d) => d.language)).toEqual([
      'sw',
      'de',
    ]);
    expect(collection.qrels).toEqual([
      { query: '50', document: '0', grade: 1 },
      { query: '50', document: '1', grade: 0 },
      { query: '50', document: '2', grade: 0 },
      { query: '51', document: '1', grade: 1 },
      { query: '51', document: '0', grade: 0 },
      { query: '51', document: '2', grade: 1 },
    ]);
    expect(counts.unjudgedQueries).toBe(1);
  });

  it('takes qrels before triples', async () => {
    const files = fixture('mMARCO', { 'm/qrels.train.tsv': '50 0 0 1\n' });
    expect((await readCollection(files)).collection.qrels).toHaveLength(1);
    expect(await messages(files)).toContain(
      'm/triples.train.ids.small.tsv ignored: the judgements are taken from the qrels',
    );
  });

  it('reads WikiCLIR: queries without the words of their title', async () => {
    const { collection, format } = await readCollection(fixture('WikiCLIR'));
    expect(format).toBe('WikiCLIR');
    expect(collection.queries.map(({ text }) => text)).toEqual([
      'is the capital of Kenya.',
      'is a mineral.',
    ]);
    expect(collection.documents[0]).toEqual({
      id: '31',
      language: 'sw',
      text: 'Nairobi Mji mkuu wa Kenya.',
    });
    expect(collection.qrels).toHaveLength(3);
  });

  it('takes documents of the language that the judgements name, where there are two', async () => {
    const files = fixture('WikiCLIR', { 'w/wiki_tl.documents': '31\tTubig\tIba.\n' });
    const { collection, problems } = await readCollection(files);
    expect(new Set(collection.documents.map((d) => d.language))).toEqual(new Set(['sw']));
    expect(problems.map(({ message }) => message)).toContain('ignored: not sw');
    const unnamed = fixture('CLIRMatrix', {
      'c/en_sw.test1.jsonl': undefined,
      'c/test1.jsonl': FIXTURES.CLIRMatrix?.['c/en_sw.test1.jsonl'],
      'c/de.tsv': '12\tRegen.\n',
    });
    expect(await parseErrorFrom(readCollection(unnamed))).toBe(
      'c/de.tsv: found documents in de, sw; wanted one language',
    );
  });

  it.each(NAMES)('reads %s from a zip, from gzip and in pieces as from files', async (name) => {
    const files = fixture(name);
    const { collection, counts } = await readCollection(files);
    const entries = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]));
    const zipped = await readCollection([{ path: 'x.zip', bytes: zipSync(entries) }]);
    expect(zipped.collection).toEqual(collection);
    expect(zipped.records.map(({ path }) => path)).toEqual(['x.zip']);
    const packed = files.map(({ path, bytes }) => ({ path: `${path}.gz`, bytes: gzipSync(bytes) }));
    expect((await readCollection(packed)).collection).toEqual(collection);
    const pieces = await readCollection(files.map((file) => streamed(file, 7)));
    expect(pieces.collection).toEqual(collection);
    expect(pieces.counts).toEqual(counts);
    expect((await readCollection(files.toReversed())).collection).toEqual(collection);
  });
});

describe('readCollection: splits, samples, languages', () => {
  const splits = fixture('BEIR', {
    'b/qrels/dev.tsv': 'query-id\tcorpus-id\tscore\nq3\td3\t1\n',
  });

  it('takes the split that is asked for', async () => {
    const idsOf = async (split?: string) => {
      const { collection } = await readCollection(splits, split === undefined ? {} : { split });
      return collection.queries.map(({ id }) => id);
    };
    expect(await idsOf()).toEqual(['q1', 'q2']);
    expect(await idsOf('dev')).toEqual(['q3']);
    expect(await messages(splits)).toContain('b/qrels/dev.tsv ignored: not of the split test');
    expect(await parseErrorFrom(readCollection(splits, { split: 'x+' }))).toBe(
      'b/qrels/dev.tsv: found 2 files of judgements: b/qrels/dev.tsv, b/qrels/test.tsv; wanted one, or one for the split x+',
    );
  });

  it('tells dev from dev.small', async () => {
    const files = fixture('TREC', {
      't/queries.sw.tsv': undefined,
      't/queries.en.tsv': undefined,
      't/queries.dev.tsv': '301\ta\n302\tb\n',
      't/queries.dev.small.tsv': '301\ta\n',
    });
    const count = async (split: string) =>
      (await readCollection(files, { split })).collection.queries.length;
    expect(await count('dev')).toBe(2);
    expect(await count('dev.small')).toBe(1);
  });

  it('keeps judged documents, those to keep, and the same others in every language', async () => {
    const passages = (text: string) =>
      Array.from({ length: 400 }, (_, i) => `${i}\t${text} ${i}\n`);
    const files = fixture('mMARCO', {
      'm/german_collection.tsv': passages('Satz').join(''),
      'm/collection.sw.tsv': passages('Sentensi').reverse().join(''),
    });
    const { collection, counts } = await readCollection(files, {
      keep: new Set(['399', 'unknown']),
      others: 5,
      seed: 3,
    });
    const idsOf = (language: string) =>
      collection.documents.filter((d) => d.language === language).map(({ id }) => id);
    expect(idsOf('de')).toHaveLength(3 + 1 + 5);
    expect(idsOf('de')).toEqual(expect.arrayContaining(['0', '1', '2', '399']));
    expect(idsOf('sw').toReversed()).toEqual(idsOf('de'));
    expect(counts.unreadDocuments).toBe(2 * (400 - 9));
  });

  it('reads some of the triples, by the seed', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `50\t${i % 4}\t${(i + 1) % 4}\n`).join('');
    const files = fixture('mMARCO', { 'm/triples.train.ids.small.tsv': rows });
    const { collection } = await readCollection(files, { triples: 1, seed: 2 });
    expect(collection.qrels).toHaveLength(2);
    expect(await messages(files, { triples: 1 })).toContain(
      'm/triples.train.ids.small.tsv 1 of 300 triples are read, at random by the seed',
    );
    const drawn = new Set<string>();
    for (let seed = 0; seed < 40; seed++)
      drawn.add((await readCollection(files, { triples: 1, seed })).collection.qrels[0]!.document);
    expect(drawn).toEqual(new Set(['0', '1', '2', '3']));
  });

  it('says which language it takes where no name says it', async () => {
    const options = { documentLanguage: 'fi' };
    const { collection } = await readCollection(fixture('TREC'), options);
    expect(collection.documents[0]?.language).toBe('fi');
    expect(await messages(fixture('TREC'), options)).toContain(
      't/documents.tsv no language in the name: taken as fi',
    );
  });

  it('counts ids that one of the languages lacks', async () => {
    const files = fixture('TREC', { 't/queries.sw.tsv': '301\thali?\n' });
    expect(await messages(files)).toContain('t/qrels.txt 1 queries are not in sw: 302');
    const short = fixture('mMARCO', { 'm/collection.sw.tsv': '0\tMvua.\n1\tMkate.\n' });
    expect(await messages(short)).toContain(
      'm/triples.train.ids.small.tsv 1 judged documents are not in sw: 2',
    );
  });
});

describe('readCollection: bad input', () => {
  it('counts and lists judgements of unknown queries and documents', async () => {
    const files = fixture('TREC', {
      't/qrels.txt': '301 0 FT-1 1\n9 0 FT-1 1\n9 0 FT-2 1\n302 0 LA-1 1\n302 0 FT-1 0\n',
    });
    const { counts, collection } = await readCollection(files);
    expect(counts).toMatchObject({ unknownQueries: 2, unknownDocuments: 1, withoutRelevant: 1 });
    expect(collection.qrels).toHaveLength(2);
    expect(collection.queries.map(({ id }) => id)).toContain('302');
    expect(await messages(files)).toEqual(
      expect.arrayContaining([
        't/qrels.txt 2 judgements left out, of 1 unknown queries: 9',
        't/qrels.txt 1 judgements left out, of 1 unknown documents: LA-1',
        't/qrels.txt 1 queries without a relevant document: 302',
      ]),
    );
  });

  it('keeps good rows beside bad ones, and names these', async () => {
    const files = fixture('BEIR', {
      'b/corpus.jsonl': `{"_id": "d1", "text": "x"}\n{"_id": "d2"\n[1]\n{"_id": null, "text": "y"}\n{"_id": "d3"}\n{"_id": 2, "text": "z"}\n`,
      'b/qrels/test.tsv':
        'query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\tmany\nq1\nq1\t\t1\nq1\t2\t1.0\nq1\td2\t128\n',
    });
    const { collection, counts } = await readCollection(files);
    expect(collection.documents.map(({ id }) => id)).toEqual(['d1', '2']);
    expect(collection.qrels).toHaveLength(2);
    expect(counts.badRows).toBe(8);
    expect((await messages(files)).filter((message) => /:\d/.test(message))).toEqual([
      'b/qrels/test.tsv:3 found "many", wanted a whole number from -127 to 127',
      'b/qrels/test.tsv:4 found 1 columns, wanted query, document, grade or query, iteration, document, grade',
      'b/qrels/test.tsv:5 found no id',
      'b/qrels/test.tsv:7 found "128", wanted a whole number from -127 to 127',
      'b/corpus.jsonl:2 found "{"_id": "d2"", wanted JSON',
      'b/corpus.jsonl:3 found [1], wanted a JSON object',
      'b/corpus.jsonl:4 found null, wanted an id',
      'b/corpus.jsonl:5 found undefined, wanted text',
    ]);
  });

  it('lists a thousand bad rows of a file and counts the rest', async () => {
    const files = fixture('TREC', { 't/documents.tsv': `FT-1\ta\n${'no tab\n'.repeat(1030)}` });
    const { counts, problems } = await readCollection(files);
    expect(counts.badRows).toBe(1030);
    const listed = problems.filter(({ file }) => file === 't/documents.tsv');
    expect(listed.filter(({ line }) => line > 0)).toHaveLength(1000);
    expect(listed.at(-1)?.message).toBe('30 further rows could not be read');
  });

  it('refuses an id twice, naming both lines', async () => {
    const error = async (name: string, path: string, text: string) =>
      parseErrorFrom(readCollection(fixture(name, { [path]: text })));
    expect(await error('TREC', 't/documents.tsv', 'FT-1\ta\nFT-2\tb\nFT-1\ta\n')).toBe(
      't/documents.tsv, line 3, id: FT-1 is in line 1 already',
    );
    expect(await error('TREC', 't/queries.sw.tsv', '301\ta\n301\tb\n')).toBe(
      't/queries.sw.tsv, line 2, id: 301 is in line 1 already',
    );
    const row = '{"src_id": "7", "src_query": "r", "tgt_results": []}\n';
    expect(await error('CLIRMatrix', 'c/en_sw.test1.jsonl', row + row)).toBe(
      'c/en_sw.test1.jsonl, line 2, src_id: 7 is in line 1 already',
    );
  });

  it('refuses one pair with two grades, and counts one with the same', async () => {
    const files = (text: string) => fixture('TREC', { 't/qrels.txt': text });
    expect(await parseErrorFrom(readCollection(files('301 0 FT-1 1\n301 0 FT-1 2\n')))).toBe(
      't/qrels.txt, line 2: query 301 and document FT-1 have grade 2, but 1 in line 1',
    );
    const again = await readCollection(files('# c\n301 0 FT-1 1\n301 0 FT-1 1\n'));
    expect(again.counts.repeated).toBe(1);
    expect(again.collection.qrels).toHaveLength(1);
  });

  it('takes ids of any name', async () => {
    const files = fixture('BEIR', {
      'b/corpus.jsonl': '{"_id": "__proto__", "text": "x", "__proto__": {"title": "no"}}\n',
      'b/queries.jsonl': '{"_id": "constructor", "text": "x"}\n{"__proto__": {"_id": "q1"}}\n',
      'b/qrels/test.tsv': 'constructor\t__proto__\t1\n',
    });
    const { collection, counts } = await readCollection(files);
    expect(collection.documents).toEqual([{ id: '__proto__', language: 'en', text: 'x' }]);
    expect(collection.qrels).toEqual([{ query: 'constructor', document: '__proto__', grade: 1 }]);
    expect(counts.badRows).toBe(1);
  });

  it('replaces half a surrogate pair in a text and refuses it in an id', async () => {
    const files = fixture('BEIR', {
      'b/corpus.jsonl': '{"_id": "d1", "text": "a\\ud800"}\n{"_id": "\\udc00", "text": "x"}\n',
    });
    const { collection, counts } = await readCollection(files);
    expect(collection.documents).toEqual([{ id: 'd1', language: 'en', text: 'a\ufffd' }]);
    expect(counts.badRows).toBe(1);
    expect(await messages(files)).toContain(
      'b/corpus.jsonl 1 texts with half a surrogate pair, replaced: d1',
    );
  });

  it('keeps documents without text and leaves out such queries', async () => {
    const files = fixture('TREC', {
      't/documents.tsv': 'FT-1\t\nFT-2\tx\n',
      't/queries.sw.tsv': '301\t \n302\tchakula?\n',
    });
    const { collection } = await readCollection(files);
    expect(collection.documents[0]).toEqual({ id: 'FT-1', language: 'en', text: '' });
    expect(collection.queries.filter(({ language }) => language === 'sw')).toHaveLength(1);
    expect(await messages(files)).toEqual(
      expect.arrayContaining([
        't/documents.tsv 1 documents without text, kept: FT-1',
        't/queries.sw.tsv 1 queries without text, left out: 301',
      ]),
    );
  });

  it('reads a line of 20 MiB, and no header as a document', async () => {
    const long = 'x'.repeat(20 * 2 ** 20);
    const files = fixture('TREC', { 't/documents.tsv': `docid\ttext\nFT-1\t${long}\nFT-2\ty\n` });
    const { collection } = await readCollection(files);
    expect(collection.documents.map(({ text }) => text.length)).toEqual([long.length, 1]);
    expect(await messages(files)).toContain('t/documents.tsv line 1 is taken as a header: docid');
  });

  it('says what is missing', async () => {
    const error = (changes: Record<string, string | undefined>, name = 'TREC') =>
      parseErrorFrom(readCollection(fixture(name, changes)));
    expect(await error({ 't/qrels.txt': undefined })).toBe(
      `3 files: no judgements: found t/documents.tsv, t/queries.en.tsv, t/queries.sw.tsv; wanted ${WANTED_COLLECTION}`,
    );
    expect(await error({ 't/documents.tsv': undefined })).toMatch(/^3 files: no documents: found /);
    expect(await error({ 't/queries.en.tsv': undefined, 't/queries.sw.tsv': undefined })).toMatch(
      /^2 files: no queries: found /,
    );
    expect(await error({ 't/qrels.txt': '1 0 a 1\n301 0 LA-9 1' })).toBe(
      't/qrels.txt: none of its judgements has both its query and its document: 1 lack the query, 1 the document',
    );
    expect(await parseErrorFrom(readCollection([textFile('photo.txt', 'meow')]))).toBe(
      `photo.txt: no collection inside: found photo.txt; wanted ${WANTED_COLLECTION}`,
    );
    expect(await parseErrorFrom(readCollection([]))).toMatch(/^0 files: no collection inside/);
    expect(await error({ 'c/qrels.txt': '1 0 a 1' }, 'CLIRMatrix')).toMatch(
      /^c\/en_sw.test1.jsonl: c\/qrels.txt has judgements already/,
    );
  });

  it('names a gzip file that is damaged', async () => {
    const cut = { path: 't/corpus.jsonl.gz', bytes: new Uint8Array([0x1f, 0x8b, 8]) };
    expect(await parseErrorFrom(readCollection([cut]))).toBe(
      't/corpus.jsonl.gz: the file ends early',
    );
  });

  it('reports files that it does not use', async () => {
    const files = [
      ...fixture('TREC', { 't/run.bm25.txt': '301 Q0 FT-1 1 2.5 x\n', 't/README.md': 'x' }),
      { path: 't/corpus.jsonl', bytes: new Uint8Array([0x1f, 0x8b, 8]) },
      textFile('t/pagelinks.tsv', '1\t2'),
    ];
    expect(await messages(files)).toEqual(
      expect.arrayContaining([
        't/README.md ignored: no file of a collection',
        't/corpus.jsonl ignored: it is compressed; unpack it first',
        't/run.bm25.txt ignored: no file of a collection',
        't/pagelinks.tsv ignored: wanted pages, langlinks and pagelinks together',
      ]),
    );
  });

  it('refuses options that are no counts', async () => {
    for (const options of [{ others: -1 }, { others: 1.5 }, { triples: 0 }])
      await expect(readCollection(fixture('mMARCO'), options)).rejects.toThrow(RangeError);
  });

  it.each(NAMES)('gives %s or a ParseError, whatever is cut or changed', async (name) => {
    const files = fixture(name);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.oneof(fc.nat(255), fc.constantFrom(9, 10, 13, 32, 34, 44, 91, 92, 123)),
        fc.boolean(),
        async (which, where, byte, isCut) => {
          const changed = files.map((file, i) =>
            i === which ? mutated(file, Math.floor(where * file.bytes.length), byte, isCut) : file,
          );
          try {
            const { collection, counts } = await readCollection(changed);
            const [queries, documents] = [collection.queries, collection.documents].map(
              (texts) => new Set(texts.map(({ id }) => id)),
            );
            for (const row of collection.qrels) {
              expect(queries?.has(row.query)).toBe(true);
              expect(documents?.has(row.document)).toBe(true);
            }
            expect(counts.badRows).toBeGreaterThanOrEqual(0);
          } catch (error) {
            expect(error).toBeInstanceOf(ParseError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives nothing but a ParseError for bytes by chance', async () => {
    const path = fc.constantFrom(
      ...NAMES.flatMap((name) => Object.keys(FIXTURES[name] ?? {})),
      'a.zip',
      'x',
    );
    const body = fc.oneof(fc.uint8Array(), fc.json().map(strToU8));
    const file = fc.record({ path, bytes: body });
    await fc.assert(
      fc.asyncProperty(fc.array(file), async (files) => {
        await readCollection(files).catch((error: unknown) =>
          expect(error).toBeInstanceOf(ParseError),
        );
      }),
    );
  });
});
