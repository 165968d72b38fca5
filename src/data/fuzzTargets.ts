import type { CountedTarget } from './fuzz/judgeCase';
import { countLines, seedOf, textOf, want } from './fuzz/targeting';
import type { FuzzTarget } from './fuzz/types';
import { npy, npz } from './npzTesting';
import { parseTree, template, treeWords } from './parseTree';
import { readAligned } from './readAligned';
import { readPairs } from './readPairs';
import { readTranslations } from './readTranslations';
import { readVectorPairs } from './readVectorPairs';

const tree: FuzzTarget = {
  name: 'parseTree',
  seeds: [seedOf('tree', '[IN:A set [SL:B at [IN:C [SL:D 7 ] ] ] [SL:E am ] ]')],
  async read(file) {
    const root = parseTree(textOf(file));
    want(template(root).startsWith(`[IN:${root.label}`), 'the root first in its template');
    return { kept: treeWords(root).length, bad: 0 };
  },
};

const ALIGNED = {
  'a/eng.txt': ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'],
  'a/swa.txt': ['Moja.', 'Mbili.', 'Tatu.', 'Nne.', '', 'Sita.'],
  'a/document_ids.txt': ['x.1', 'x.1', 'y.2', 'y.2', 'z.3', 'z.3'],
};
const aligned = Object.entries(ALIGNED).map(([path, lines]) => seedOf(path, ...lines, ''));

const alignedLines: FuzzTarget = {
  name: 'readAligned',
  seeds: aligned,
  async read(file) {
    const files = aligned.map((one) => (one.path === file.path ? file : one));
    const { corpus, problems } = await readAligned(files);
    const rows = Object.values(corpus.splits).flat();
    want(rows.length % 2 === 0, 'as many rows in both languages');
    return { kept: rows.length, bad: problems.length };
  },
};

const translations: CountedTarget = {
  name: 'readTranslations',
  seeds: [
    seedOf(
      'mt.tsv',
      'id\tlanguage\ttext',
      '1\tde\tset an alarm',
      '2\tth\tplay',
      '1\tde\ttwice',
      '',
    ),
    seedOf('mt.de.tsv', '1\tset an alarm', '\t2', '3\tstop'),
  ],
  async read(file) {
    const { rows, problems } = readTranslations(file.path, textOf(file));
    return { kept: rows.length, bad: problems.length };
  },
  rows: (file) =>
    countLines(file, (line, at) => at > 0 || !/^id\t(?:language\t)?text$/i.test(line.trim())),
};

const pairs: CountedTarget = {
  name: 'readPairs',
  seeds: [seedOf('pairs.tsv', 'a b\tc d', '', 'x\t', 'no tab', 'e\tf\t0-0', '')],
  async read(file) {
    const { pairs: read, problems } = readPairs(file);
    return { kept: read.length - problems.length, bad: problems.length };
  },
  rows({ bytes }) {
    const lines = new TextDecoder().decode(bytes).split('\n');
    return lines.at(-1) === '' ? lines.length - 1 : lines.length;
  },
};

const side = (name: string, rows: number) => ({
  [name]: npy(
    '<f4',
    [rows, 3],
    Float32Array.from({ length: 3 * rows }, (_, at) => at / 7),
  ),
  [`${name}_offsets`]: npy('<i8', [3], BigInt64Array.from([0n, 1n, BigInt(rows)])),
  [`${name}_words`]: npy('<i4', [rows], new Int32Array(rows)),
});
const vectors = { ...side('x', 3), ...side('y', 4) };

const vectorPairs: FuzzTarget = {
  name: 'readVectorPairs',
  seeds: [
    { path: 'v.npz', bytes: npz(vectors) },
    { path: 'w.npz', bytes: npz(vectors, 6) },
  ],
  async read(file) {
    const { x, y, pairs: count, d } = await readVectorPairs(file);
    for (const { vectors: values, offsets } of [x, y])
      want(values.length === d * offsets.at(-1)!, 'd values a token');
    return { kept: count, bad: 0 };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [
  ...[tree, alignedLines, translations, pairs, vectorPairs],
];
