import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  loadEncoderWeights,
  type StudentExport,
  studentFolder,
  studentOnnx,
} from '../../src/encoders';
import { ownVectors, type PackedIds, randomHeads } from '../../src/encoders/export/exportTesting';
import { makeTokeniser } from '../../src/encoders/tokenise';
import { Rng, storedTensor, writeSafetensors } from '../../src/lib';
import type { EncoderWeights } from '../../src/nn';
import { normal, randomEncoder, TINY } from '../../src/nn/encoder/testing';

const built = new URL('../../public/encoder/', import.meta.url);
const golden = new URL('../../src/encoders/testing/golden.json', import.meta.url);

/**
 * Writes three students below `folder`: a random tiny encoder with W and with every part that a head may have, and
 * the embedded encoder with layer 12 moved. Beside each model lie `student.onnx`, `texts.json` and the token
 * vectors of our own float64 forward, `expected.safetensors`.
 */
export async function writeStudents(folder: string): Promise<void> {
  const tokenizer = await readFile(new URL('tokenizer.json', built), 'utf8');
  const texts = (JSON.parse(await readFile(golden, 'utf8')) as { text: string }[]).map(
    ({ text }) => text,
  );
  const tiny = randomEncoder({ ...TINY, vocabulary: 88_000, positions: 64 });
  const heads = randomHeads(TINY.width, 16);
  await write(join(folder, 'tiny'), { encoder: tiny, head: heads.plain! }, tokenizer, texts);
  await write(
    join(folder, 'tiny-mlp'),
    { encoder: tiny, head: heads.everything! },
    tokenizer,
    texts,
  );
  const moved = { encoder: await movedEncoder(), head: randomHeads(384, 128).plain! };
  await write(join(folder, 'embedded'), moved, tokenizer, texts);
}

/** The embedded encoder with noise of 5 % on the matrices of layer 12. */
async function movedEncoder(): Promise<EncoderWeights> {
  const encoder = await loadEncoderWeights({
    fetchBytes: async (name) => new Uint8Array(await readFile(new URL(name, built))),
    embedding: true,
  });
  const top = encoder.layers[11]!;
  const rng = new Rng(60_601);
  const move = ({ w, b }: { w: Float32Array; b: Float32Array }) => {
    const scale = 0.05 * Math.sqrt(w.reduce((sum, value) => sum + value * value, 0) / w.length);
    const noise = normal(rng, w.length, scale);
    return { w: w.map((value, k) => value + noise[k]!), b };
  };
  const { q, k, v, o, inner, outer } = top;
  const moved = { q: move(q), k: move(k), v: move(v), o: move(o) };
  const layer = { ...top, ...moved, inner: move(inner), outer: move(outer) };
  return { ...encoder, layers: [...encoder.layers.slice(0, 11), layer] };
}

async function write(
  folder: string,
  student: StudentExport,
  tokenizer: string,
  texts: readonly string[],
): Promise<void> {
  const files = new Map(studentFolder(student, { tokenizer }));
  files.set('student.onnx', studentOnnx(student));
  files.set('texts.json', new TextEncoder().encode(JSON.stringify(texts)));
  const packed = packTexts(makeTokeniser(tokenizer, student.encoder.shape.positions), texts);
  const vectors = await ownVectors(student, packed);
  const { outputs } = student.head;
  const expected = new Map([
    ['ids', storedTensor(Int32Array.from(packed.ids), [packed.ids.length])],
    ['offsets', storedTensor(Int32Array.from(packed.offsets), [packed.offsets.length])],
    ['vectors', storedTensor(vectors, [packed.ids.length, outputs])],
  ]);
  files.set('expected.safetensors', writeSafetensors(expected));
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  console.log(`${folder}: ${texts.length} texts, ${packed.ids.length} tokens`);
}

function packTexts(
  tokenise: ReturnType<typeof makeTokeniser>,
  texts: readonly string[],
): PackedIds {
  const lists = texts.map((text) => tokenise(text).ids);
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((ids, text) => {
    offsets[text + 1] = offsets[text]! + ids.length;
  });
  return { ids: Uint32Array.from(lists.flatMap((ids) => [...ids])), offsets };
}
