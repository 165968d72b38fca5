import { expect, test } from 'vitest';
import { readHeads } from '../encoders';
import { readSafetensors } from '../lib';
import { parseStudyConfig } from '../report';
import type { StudentPiece } from '../study';
import { checkpointWriter } from './students';

const w = Float32Array.from({ length: 8 }, (_, k) => k / 3);
const plain = { inputs: 4, outputs: 2, w };
const piece: StudentPiece = {
  ...{ method: 'ot', student: 'head', languages: ['de'], joint: false, seed: 1, layer: 12 },
  ...{
    step: 75,
    devMap: 0.5,
    reads: 'last',
    head: { ...plain, w: w.map((x) => -x) },
    teacher: plain,
  },
};
const base = { id: 'tiny@1', name: 'tiny', width: 4, layers: 12, licence: 'MIT', provenance: '' };
const study = {
  ...{ config: parseStudyConfig({}), corpus: 'tiny', synthetic: true, data: [], commit: 'c' },
};

async function setUp(mostBytes: number) {
  const files: { name: string; bytes: Uint8Array }[] = [];
  const full: number[] = [];
  const write = await checkpointWriter(
    {
      ...{ base, study },
      onFile: async (name, content) =>
        void files.push({ name, bytes: new Uint8Array(await content.arrayBuffer()) }),
    },
    mostBytes,
    (bytes) => full.push(bytes),
  );
  return { files, full, write };
}

test('a head at an evaluation becomes a file named by its step, which gives the head back', async () => {
  const { files, write } = await setUp(2 ** 20);
  await write(piece);
  await write({ ...piece, step: 150 });
  expect(files.map(({ name }) => name)).toEqual([
    'ot.de.1.75.head.safetensors',
    'ot.de.1.150.head.safetensors',
  ]);
  const file = readSafetensors(files[1]!.bytes, 'f');
  expect(readHeads(file)).toEqual({ student: piece.head, teacher: plain });
  const record = JSON.parse(file.metadata.get('student')!);
  expect(record).toMatchObject({ step: 150, devMap: 0.5, languages: ['de'], corpus: 'tiny' });
  expect(record.configSha256).toMatch(/^[0-9a-f]{64}$/);
});

test('once a file would go beyond the limit it is left out with all after it, and that is told once', async () => {
  const one = await setUp(2 ** 20);
  await one.write(piece);
  const size = one.files[0]!.bytes.length;
  const { files, full, write } = await setUp(2 * size + 10);
  for (const step of [75, 75, 75, 75]) await write({ ...piece, step });
  expect(files).toHaveLength(2);
  expect(full).toEqual([2 * size]);
  const exact = await setUp(size);
  await exact.write(piece);
  expect(exact.files).toHaveLength(1);
  expect(exact.full).toEqual([]);
  // A smaller one that would fit does not come after a gap.
  const gap = await setUp(size - 1);
  await gap.write(piece);
  await gap.write({ ...piece, method: 'o', languages: [], joint: true });
  expect([gap.files.length, gap.full.length]).toEqual([0, 1]);
});
