import { zipSync } from 'fflate';
import type { CountedTarget } from '../fuzz/judgeCase';
import { countLines, seedOf, want, wantWellFormed } from '../fuzz/targeting';
import type { FuzzTarget } from '../fuzz/types';
import { Problems } from '../problems';
import type { DataFile } from '../types';
import { IdSample } from './idSample';
import { readCollection } from './readCollection';
import { readQrels } from './readQrels';
import { readResults } from './readResults';
import { readTexts } from './readTexts';
import { readTriples } from './readTriples';
import { FIXTURES, fixture } from './testing';
import type { CollectionOptions } from './types';

async function collectionOf(files: readonly DataFile[], options?: CollectionOptions) {
  const { collection, counts } = await readCollection(files, options);
  const { queries, documents, qrels } = collection;
  wantWellFormed([...queries, ...documents].map(({ text }) => text));
  const [asked, there] = [queries, documents].map((texts) => new Set(texts.map(({ id }) => id)));
  for (const { query, document } of qrels)
    want(asked!.has(query) && there!.has(document), 'judgements of what is there');
  return { kept: queries.length + documents.length + qrels.length, bad: counts.badRows };
}

/** A target for each packaging, any of whose files is changed beside the others. */
const packagings = Object.keys(FIXTURES).map((name): FuzzTarget => {
  const files = fixture(name);
  return {
    name: `readCollection, ${name}`,
    seeds: files,
    read: (file) => collectionOf(files.map((one) => (one.path === file.path ? file : one))),
  };
});

const sampled: FuzzTarget = {
  name: 'readCollection, sampled',
  seeds: fixture('mMARCO'),
  read(file) {
    const files = fixture('mMARCO').map((one) => (one.path === file.path ? file : one));
    return collectionOf(files, { others: 1, triples: 3, seed: 5 });
  },
};

const zips: FuzzTarget = {
  name: 'readCollection, zip',
  seeds: Object.keys(FIXTURES).map((name, at) => ({
    path: `${name}.zip`,
    bytes: zipSync(Object.fromEntries(fixture(name).map(({ path, bytes }) => [path, bytes])), {
      // Stored, damage reaches the rows; deflated, it is found by the unpacker.
      level: at % 2 === 0 ? 0 : 6,
    }),
  })),
  read: (file) => collectionOf([file]),
};

/** Every row is kept or bad, where nothing is sampled. */
function textsOf(name: string, path: string, text: string): CountedTarget {
  const shape = path.endsWith('.jsonl') ? 'jsonl' : path.endsWith('.tsv') ? 'tsv' : 'titled';
  return {
    name: `readTexts, ${name}`,
    seeds: [seedOf(path, text)],
    async read(file) {
      const problems = new Problems();
      const place = { role: 'documents', shape } as const;
      const sample = new IdSample(new Set(), undefined, 1);
      const { texts } = await readTexts({ file, place, language: 'en' }, sample, problems);
      wantWellFormed(texts.map((one) => one.text));
      const isHeader = problems.list().some(({ message }) => message.includes('as a header'));
      return { kept: texts.length + (isHeader ? 1 : 0), bad: problems.badRows };
    },
    rows: (file) => countLines(file),
  };
}

const qrels: CountedTarget = {
  name: 'readQrels',
  seeds: [
    seedOf('qrels.txt', '# c', '301 0 FT-1 1', '301\t0\tFT-2\t-1', '302 0 FT-2 3', '302 0 FT-2 3'),
    seedOf('qrels.tsv', 'q1\td1\t2', 'q1\td 2\t2', 'q1\td3', 'q2\td2\t1.0', ''),
  ],
  async read(file) {
    const problems = new Problems();
    const judgements = await readQrels(file, problems);
    const kept = [...judgements.rows()].length + judgements.repeated;
    return { kept, bad: problems.badRows };
  },
  // A first line that may be a header is counted by the target that reads the whole collection.
  rows: (file) => countLines(file, (line) => !line.trim().startsWith('#')),
};

const results: CountedTarget = {
  name: 'readResults',
  seeds: [seedOf('en_sw.jsonl', FIXTURES.CLIRMatrix!['c/en_sw.test1.jsonl']!)],
  async read(file) {
    const problems = new Problems();
    const { queries } = await readResults(file, problems);
    return { kept: queries.length, bad: problems.badRows };
  },
  rows: (file) => countLines(file),
};

const triples: FuzzTarget = {
  name: 'readTriples',
  seeds: [seedOf('triples.tsv', '50\t0\t1', '50\t0\t2', '51 1 0', 'x', '51\t2\t1', '')],
  async read(file) {
    const [all, some] = [new Problems(), new Problems()];
    const judgements = await readTriples(file, all, undefined, 1);
    await readTriples(file, some, 2, 1);
    want(all.badRows === some.badRows, 'as many bad rows where rows are drawn');
    return { kept: [...judgements.rows()].length, bad: all.badRows };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [
  ...packagings,
  ...[sampled, zips, qrels, results, triples],
  textsOf('JSONL', 'corpus.jsonl', FIXTURES.BEIR!['b/corpus.jsonl']!),
  textsOf('TSV', 'collection.tsv', `docid\ttext\n${FIXTURES.TREC!['t/documents.tsv']}`),
  textsOf('titled', 'wiki.documents', FIXTURES.WikiCLIR!['w/wiki_sw.documents']!),
];
