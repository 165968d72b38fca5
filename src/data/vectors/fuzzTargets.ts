import type { FuzzTarget } from '../fuzz/types';
import { npy, npz } from '../npzTesting';
import { readVectorPairs } from '../readVectorPairs';
import type { NamedBytes } from '../types';
import { readTokenVectors } from './readTokenVectors';
import { SMALL } from './testing';
import golden from './vectors.golden.json';
import { writeTokenVectors } from './writeTokenVectors';

async function read(file: NamedBytes) {
  const { offsets, badRows } = await readTokenVectors(file, { bad: 'report' });
  const rows = offsets.at(-1)!;
  return { kept: rows - badRows.length, bad: badRows.length };
}

const written = (format: 'safetensors' | 'npz' | 'parquet', dtype: 'f32' | 'f16' | 'int8') => ({
  path: `${dtype}.${format}`,
  bytes: writeTokenVectors(SMALL, format, dtype),
});

/** Files as Python writes them, whose headers differ from ours. */
const byPython = (names: RegExp) =>
  golden
    .filter(({ name }) => names.test(name))
    .map(({ name, file }) => ({
      path: name,
      bytes: Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)),
    }));

/** A .npy file alone, whose texts are told from outside. */
async function readLone(file: NamedBytes) {
  const { badRows } = await readTokenVectors(file, { bad: 'report', offsets: [0, 2, 2, 5] });
  return { kept: 5 - badRows.length, bad: badRows.length };
}

const PAIRS: NamedBytes = {
  path: 'pairs.npz',
  bytes: npz({
    x: npy('<f4', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6)),
    y: npy('<f8', [2, 2], Float64Array.of(1, 0, 0, 1)),
    x_offsets: npy('<i8', [3], BigInt64Array.of(0n, 2n, 3n)),
    y_offsets: npy('<i4', [3], Int32Array.of(0, 0, 2)),
    y_words: npy('<i4', [2], Int32Array.of(0, -1)),
  }),
};

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'vectors.safetensors',
    seeds: [written('safetensors', 'f16'), written('safetensors', 'int8'), ...byPython(/^safe/)],
    read,
  },
  {
    name: 'vectors.npz',
    seeds: [
      written('npz', 'f32'),
      written('npz', 'int8'),
      ...byPython(/^npz (comp|Fort|pad|meta)/),
    ],
    read,
  },
  { name: 'vectors.npy', seeds: byPython(/^npy/), read: readLone },
  {
    name: 'vectors.parquet',
    seeds: [written('parquet', 'f32'), written('parquet', 'int8'), ...byPython(/^parquet/)],
    read,
  },
  {
    name: 'vector pairs',
    seeds: [PAIRS],
    read: async (file) => ({ kept: (await readVectorPairs(file)).pairs, bad: 0 }),
  },
];
