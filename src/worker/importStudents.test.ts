import { expect, test } from 'vitest';
import { tinyTokenizer } from '../encoders/export/exportTesting';
import { Rng, readSafetensors, storedTensor, writeSafetensors } from '../lib';
import { randomEncoder, TINY } from '../nn/encoder/testing';
import { parseStudyConfig } from '../report';
import type { StudentPiece } from '../study';
import { stemOf, studentFiles } from './exportStudents';
import { importStudent } from './importStudents';

const { width, layers, vocabulary } = TINY;
const base = { id: 'tiny@1', name: 'tiny', width, layers, licence: 'MIT', provenance: 'random' };
const study = {
  config: parseStudyConfig({}),
  ...{ configSha256: 'c', corpus: 'tiny', synthetic: true, data: [], commit: 'none', base },
};
const whole = randomEncoder(TINY);
const files = {
  weights: async () => whole,
  tokenizer: async () => tinyTokenizer(vocabulary),
  licence: async () => 'MIT',
};
const rng = new Rng(90_001);
const random = (size: number) => Float32Array.from({ length: size }, () => rng.normal());
const teacher = { inputs: width, outputs: 4, w: random(4 * width) };
const perceptron = { hidden: 3, v1: random(3 * width), b1: random(3), v2: random(12) };
const head = { ...teacher, perceptron, inputNorm: Math.sqrt(width) };
const about = { method: 'ot+0.5*mse', student: 'mlp-3', languages: ['de'], joint: false, seed: 7 };
const piece: StudentPiece = {
  ...about,
  ...{ step: 3, devMap: Number.NaN, layer: layers, reads: 'last', head, teacher },
};
const topLayer = randomEncoder({ ...TINY, layers: 1 }).layers[0]!;
const trained: StudentPiece = {
  ...piece,
  ...{ method: 'mse@top-1', reads: layers - 1, head: { ...teacher, w: random(4 * width) } },
  encoder: { shape: whole.shape, layers: [...Array(layers - 1), topLayer] },
};

async function written(student: StudentPiece, full = false) {
  const found: { path: string; bytes: Uint8Array }[] = [];
  for await (const { name, content } of studentFiles(student, study, files, full))
    found.push({ path: name, bytes: new Uint8Array(await content.arrayBuffer()) });
  return found;
}

test('heads leave as one small file, bit for bit, and a readable record', async () => {
  const found = await written(piece);
  const stem = 'ot+0.5xmse.de.7';
  expect(stemOf(piece)).toBe(stem);
  expect(found.map(({ path }) => path)).toEqual([`${stem}.head.safetensors`, `${stem}.json`]);
  const back = importStudent({ path: found[0]!.path, files: [found[0]!] }, base);
  expect(back).toEqual({
    ...{ name: stem, languages: ['de'], layer: layers, reads: 'last', head, teacher },
  });
  const record = JSON.parse(new TextDecoder().decode(found[1]!.bytes));
  expect(record).toMatchObject({ ...about, step: 3, devMap: null, base: { licence: 'MIT' } });
});

test.each([
  ['a student of layers', trained, false],
  ['a head with --export-full', piece, true],
])('%s leaves as zip and ONNX, and comes back bit for bit', async (_, student, full) => {
  const [zip, onnx] = await written(student, full);
  const stem = stemOf(student);
  expect([zip!.path, onnx!.path]).toEqual([`${stem}.zip`, `${stem}.onnx`]);
  const back = importStudent({ path: `/there/${zip!.path}`, files: [zip!] }, base);
  expect(back.name).toBe(stem);
  expect([back.head, back.teacher]).toEqual([student.head, teacher]);
  expect(back.encoder?.layers).toEqual(student.encoder?.layers);
});

test('numbers that are none are refused, by file and tensor', async () => {
  const [file] = await written(piece);
  const { tensors, metadata } = readSafetensors(file!.bytes, 's');
  const read = (path: string, bytes: Uint8Array) => () =>
    importStudent({ path, files: [{ path, bytes }] }, base);
  for (const [name, bad] of [
    ['w', Number.NaN],
    ['v1', Number.POSITIVE_INFINITY],
    ['teacher.w', Number.NaN],
  ] as const) {
    const tensor = tensors.get(name)!;
    const values = new Float32Array(tensor.bytes.slice().buffer);
    values[2] = bad;
    const spoilt = new Map(tensors).set(name, storedTensor(values, tensor.shape));
    const bytes = writeSafetensors(spoilt, Object.fromEntries(metadata));
    expect(read('h.safetensors', bytes)).toThrow(
      `h.safetensors, ${name}: found ${bad} at 2, want finite values`,
    );
  }
  for (const norm of ['NaN', 'Infinity', '-1']) {
    const bytes = writeSafetensors(tensors, {
      ...Object.fromEntries(metadata),
      inputNorm: norm,
    });
    expect(read('n.safetensors', bytes)).toThrow(
      `n.safetensors, inputNorm: found ${norm}, want a positive number`,
    );
  }
});

test('what is no student of this encoder is refused, by file and field', async () => {
  const [file] = await written(piece);
  const source = { path: 's.safetensors', files: [{ ...file!, path: 's.safetensors' }] };
  expect(() => importStudent(source, { ...base, id: 'tiny@2' })).toThrow(
    's.safetensors, encoder.id: found tiny@1, want tiny@2',
  );
  expect(() => importStudent(source, { ...base, width: 16 })).toThrow(
    `s.safetensors, w: found [4, ${width}], want [outputs, 16]`,
  );
  const { tensors, metadata } = readSafetensors(file!.bytes, 's');
  const without = new Map([...tensors].filter(([name]) => name !== 'teacher.w'));
  const bytes = writeSafetensors(without, Object.fromEntries(metadata));
  expect(() =>
    importStudent({ path: 'h', files: [{ path: 'h.safetensors', bytes }] }, base),
  ).toThrow('h, teacher.w: found no such tensor, want a matrix');
  const none = writeSafetensors(tensors, {});
  expect(() =>
    importStudent({ path: 'n', files: [{ path: 'n.safetensors', bytes: none }] }, base),
  ).toThrow('n, metadata student: found none');
  const noZip = { path: 'a.zip', bytes: Uint8Array.of(1, 2, 3) };
  expect(() => importStudent({ path: 'a.zip', files: [noZip] }, base)).toThrow(
    'a.zip: no zip that can be read',
  );
});
