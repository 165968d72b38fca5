// Parsers that are being rewritten; their new rooms bring targets of their own, and this folder goes.
import { zipSync } from 'fflate';
import { npy, npz } from '../../npzTesting';
import { parseBitextTsv } from '../../pairLines';
import { readBitext } from '../../readBitext';
import { readVectorPairs } from '../../readVectorPairs';
import type { CountedTarget } from '../judgeCase';
import { seedOf, textOf, want } from '../targeting';
import type { FuzzTarget } from '../types';

const bitextTsv: CountedTarget = {
  name: 'parseBitextTsv',
  seeds: [seedOf('en-de.tsv', 'One.\tEins.\t0.9', 'Two.\tZwei.', '\tDrei.', '')],
  async read(file) {
    const { rows, problems } = parseBitextTsv(file.path, textOf(file), 0);
    return { kept: rows.length, bad: Number.parseInt(problems[0]?.message ?? '0', 10) };
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
  [`${name}_words`]: npy(
    '<i4',
    [rows],
    Int32Array.from({ length: rows }, () => 0),
  ),
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

const MOSES = [
  seedOf('c.en-sw.en', 'One.', 'Two\u2028.', '', 'Four.', ''),
  seedOf('c.en-sw.sw', 'Moja.', 'Mbili.', 'Tatu.', 'Nne.', ''),
];

const bitext: FuzzTarget = {
  name: 'readBitext',
  seeds: [
    ...MOSES,
    {
      path: 'c.zip',
      bytes: zipSync(Object.fromEntries(MOSES.map((one) => [one.path, one.bytes]))),
    },
  ],
  async read(file) {
    const files = MOSES.map((one) => (one.path === file.path ? file : one));
    const { bitexts } = await readBitext(file.path === 'c.zip' ? [file] : files);
    return { kept: bitexts.reduce((sum, { pairs }) => sum + pairs.length, 0), bad: 0 };
  },
};

export const fuzzTargets: readonly FuzzTarget[] = [bitextTsv, vectorPairs, bitext];
