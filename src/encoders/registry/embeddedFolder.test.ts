// The embedded encoder's own weights as a folder in the hub's layout: the registry must see what the built-in path sees.
import { expect, it } from 'vitest';
import type { EncoderWeights } from '../../nn';
import { studentFolder } from '../export/studentFolder';
import { openNodeEncoder, readBuilt, rowsOf } from '../testing/nodeEncoder';
import { loadEncoderWeights } from '../weights/loadEncoderWeights';
import { openSource } from './openSource';
import { asFolder } from './testing/tinyModel';

const TEXTS = ['Weck mich um sieben', 'कल मौसम कैसा है', 'พรุ่งนี้อากาศเป็นอย่างไร', 'Wake me up'];
/** Layers 1 and 2 of the embedded encoder multiply in float32, as the folder's do (decision 0008). */
const LAYERS = 2;
/** Relative error of a text's states; measured: 2.2e-7. */
const ERROR = 1e-6;

it('gives the vectors of the embedded encoder from a folder of its weights', async () => {
  const embedded = await openNodeEncoder();
  const used = [...new Set(TEXTS.flatMap((text) => [...embedded.tokenise(text).ids]))];
  const whole = await loadEncoderWeights({
    ...{ fetchBytes: readBuilt, embedding: true, layers: { from: 1, to: LAYERS } },
  });
  const rows = [...new Set([0, 1, 2, 3, ...used])].sort((a, b) => a - b);
  const { width } = whole.shape;
  const w = new Float32Array(width * width).map((_, at) => (at % (width + 1) === 0 ? 1 : 0));
  const tokenizer = cutTokenizer(new TextDecoder().decode(await readBuilt('tokenizer.json')), rows);
  const student = { encoder: cutWords(whole, rows), head: { inputs: width, outputs: width, w } };
  const folder = asFolder(studentFolder(student, { tokenizer }), 'e5');
  const { encoder } = await openSource(
    { kind: 'folder', name: 'e5', files: folder },
    { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' },
  );
  expect(encoder).toMatchObject({ layers: LAYERS, dimension: width, maxTokens: 512 });
  const own = await encoder.encode(TEXTS);
  const wanted = await embedded.encode(TEXTS, { layer: LAYERS });
  expect(own.pieces).toEqual(wanted.pieces);
  for (const at of TEXTS.keys())
    expect(relative(rowsOf(own, at), rowsOf(wanted, at))).toBeLessThan(ERROR);
  await encoder.close();
  await embedded.close();
});

/** The vocabulary of the texts alone: without it 135 MB of words would be written and read. */
function cutTokenizer(json: string, rows: readonly number[]): string {
  const tokenizer = JSON.parse(json);
  const { vocab } = tokenizer.model;
  tokenizer.model.vocab = rows.map((row) => vocab[row]);
  const id = (old: number) => rows.indexOf(old);
  tokenizer.model.unk_id = id(tokenizer.model.unk_id);
  tokenizer.added_tokens = tokenizer.added_tokens
    .filter((token: { id: number }) => rows.includes(token.id))
    .map((token: { id: number }) => ({ ...token, id: id(token.id) }));
  return JSON.stringify(tokenizer);
}

function cutWords(whole: EncoderWeights, rows: readonly number[]): EncoderWeights {
  const { width } = whole.shape;
  const words = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    words.set(whole.embedding!.words.subarray(row * width, (row + 1) * width), at * width);
  });
  return {
    shape: { ...whole.shape, vocabulary: rows.length, layers: LAYERS },
    embedding: { ...whole.embedding!, words },
    layers: whole.layers.slice(0, LAYERS),
  };
}

function relative(a: Float32Array, b: Float32Array): number {
  let [error, size] = [0, 0];
  for (let k = 0; k < a.length; k++) {
    error += (a[k]! - b[k]!) ** 2;
    size += b[k]! ** 2;
  }
  return Math.sqrt(error / size);
}
