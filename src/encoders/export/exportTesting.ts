import { Rng } from '../../lib';
import { type HeadWeights, openHostNn, runLayers } from '../../nn';
import { normal } from '../../nn/encoder/testing';
import { loadRuntime } from '../runtime';
import type { StudentExport } from './studentExport';

/** A tokenizer of `pieces` pieces, the special ones first, as XLM-R orders them. */
export function tinyTokenizer(pieces: number): string {
  const special = ['<s>', '<pad>', '</s>', '<unk>'];
  const vocab = Array.from({ length: pieces }, (_, id) => [special[id] ?? `▁${id}`, -id]);
  return JSON.stringify({ version: '1.0', model: { type: 'Unigram', unk_id: 3, vocab } });
}

/** Heads of every kind: W, W with bias, a perceptron beside it, with and without scaled input. */
export function randomHeads(inputs: number, outputs: number): Record<string, HeadWeights> {
  const rng = new Rng(771_177);
  const plain = { inputs, outputs, w: normal(rng, outputs * inputs, 1 / Math.sqrt(inputs)) };
  const b = normal(rng, outputs, 0.3);
  const hidden = 7;
  const perceptron = {
    hidden,
    v1: normal(rng, hidden * inputs, 1 / Math.sqrt(inputs)),
    b1: normal(rng, hidden, 0.3),
    v2: normal(rng, outputs * hidden, 0.4),
  };
  const inputNorm = Math.sqrt(inputs);
  return {
    plain,
    biased: { ...plain, b },
    'biased, scaled input': { ...plain, b, inputNorm },
    perceptron: { ...plain, perceptron },
    'perceptron, scaled input': { ...plain, perceptron, inputNorm },
    everything: { ...plain, b, perceptron, inputNorm },
  };
}

/** Packed token ids of texts. */
export interface PackedIds {
  readonly ids: Uint32Array;
  readonly offsets: Uint32Array;
}

/** Unit vectors `[tokens, outputs]` of all tokens in float64, special ones included. */
export async function ownVectors(
  { encoder, head }: StudentExport,
  { ids, offsets }: PackedIds,
): Promise<Float64Array> {
  using ops = openHostNn('float64');
  const states = await runLayers(ops, encoder, { ids, offsets }, 'ids', encoder.shape.layers);
  const { inputs, outputs, w, b, perceptron, inputNorm } = head;
  const out = new Float64Array(ids.length * outputs);
  for (let token = 0; token < ids.length; token++) {
    const x = Float64Array.from(states.subarray(token * inputs, (token + 1) * inputs));
    const scaled = inputNorm === undefined ? x : x.map((v) => (v * inputNorm) / Math.hypot(...x));
    const y = times(w, scaled, outputs).map((value, k) => value + (b?.[k] ?? 0));
    if (perceptron) {
      const before = times(perceptron.v1, scaled, perceptron.hidden);
      const x1 = ops.upload(
        before.map((value, k) => value + perceptron.b1[k]!),
        [1, perceptron.hidden],
        'before',
      );
      const more = times(perceptron.v2, Float64Array.from(await ops.read(ops.gelu(x1))), outputs);
      for (let k = 0; k < outputs; k++) y[k]! += more[k]!;
    }
    const norm = Math.hypot(...y);
    out.set(
      y.map((value) => value / norm),
      token * outputs,
    );
  }
  return out;
}

function times(w: Float32Array, x: Float64Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += w[row * x.length + k]! * x[k]!;
    return sum;
  });
}

/** Token vectors of an exported graph in onnxruntime, packed; all texts in one padded batch. */
export async function onnxVectors(
  graph: Uint8Array,
  { ids, offsets }: PackedIds,
): Promise<Float32Array> {
  const { ort } = await loadRuntime({
    executionProvider: 'wasm',
    threads: 1,
    wasmPaths: 'package',
  });
  const session = await ort.InferenceSession.create(graph);
  const texts = offsets.length - 1;
  const lengths = Array.from({ length: texts }, (_, text) => offsets[text + 1]! - offsets[text]!);
  const length = Math.max(...lengths);
  const padded = new BigInt64Array(texts * length).fill(1n);
  const mask = new BigInt64Array(texts * length);
  lengths.forEach((own, text) => {
    for (let k = 0; k < own; k++) {
      padded[text * length + k] = BigInt(ids[offsets[text]! + k]!);
      mask[text * length + k] = 1n;
    }
  });
  const shape = [texts, length];
  const { token_vectors: vectors } = await session.run({
    input_ids: new ort.Tensor('int64', padded, shape),
    attention_mask: new ort.Tensor('int64', mask, shape),
  });
  const all = (await vectors!.getData()) as Float32Array;
  await session.release();
  const width = vectors!.dims[2]!;
  const rows = lengths.flatMap((own, text) =>
    Array.from({ length: own }, (_, k) => text * length + k),
  );
  const packed = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    packed.set(all.subarray(row * width, (row + 1) * width), at * width);
  });
  return packed;
}
