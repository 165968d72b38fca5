import * as v from 'valibot';
import { publicFile } from '../lib';

const span = v.object({ name: v.string(), start: v.number(), end: v.number() });
const text = v.object({
  text: v.string(),
  pieces: v.array(v.string()),
  start: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  slots: v.optional(v.array(span), []),
});
const schema = v.object({
  synthetic: v.boolean(),
  dimension: v.pipe(v.number(), v.integer(), v.minValue(1)),
  layer: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
  languages: v.array(v.string()),
  pairs: v.array(
    v.object({
      id: v.string(),
      intent: v.string(),
      domain: v.string(),
      texts: v.record(v.string(), text),
    }),
  ),
});

/** One text of the sample; its tokens are rows `start … start + count` of the vectors. */
export type SampleText = v.InferOutput<typeof text>;
export type SamplePair = v.InferOutput<typeof schema>['pairs'][number];

/** Utterances with precomputed token vectors: the first screen needs no model and no GPU. */
export interface AlignmentSample extends v.InferOutput<typeof schema> {
  /** int8 `[tokens, dimension]`; each row scaled by its own maximum. */
  readonly vectors: Int8Array;
}

/** Fetches the two files of the sample. @throws Error that names the file and what is wrong. */
export async function loadAlignmentSample(base = 'alignment/sample'): Promise<AlignmentSample> {
  const [json, bytes] = await Promise.all([
    fetchFile(`${base}.json`).then((reply) => reply.json() as Promise<unknown>),
    fetchFile(`${base}.bin`).then((reply) => reply.arrayBuffer()),
  ]);
  return parseAlignmentSample(json, bytes);
}

/** Checks the sample: the JSON's fields, and that every text's tokens are in the binary. */
export function parseAlignmentSample(json: unknown, bytes: ArrayBuffer): AlignmentSample {
  const result = v.safeParse(schema, json);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`sample.json: ${v.getDotPath(issue) ?? 'file'}: ${issue.message}`);
  }
  const sample = { ...result.output, vectors: new Int8Array(bytes) };
  const tokens = sample.vectors.length / sample.dimension;
  for (const pair of sample.pairs) {
    for (const [language, one] of Object.entries(pair.texts)) {
      if (one.start + one.count > tokens || one.pieces.length !== one.count) {
        throw new Error(`sample.bin: ${pair.id}/${language}: its tokens are not in the file`);
      }
    }
  }
  return sample;
}

/** Float32 `[count, dimension]` of one text, every row of length 1. */
export function unitVectors(sample: AlignmentSample, one: SampleText): Float32Array {
  const { dimension, vectors } = sample;
  const rows = new Float32Array(one.count * dimension);
  for (let token = 0; token < one.count; token++) {
    const from = (one.start + token) * dimension;
    let squares = 0;
    for (let k = 0; k < dimension; k++) squares += vectors[from + k]! ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let k = 0; k < dimension; k++) rows[token * dimension + k] = vectors[from + k]! * scale;
  }
  return rows;
}

async function fetchFile(path: string): Promise<Response> {
  const reply = await fetch(publicFile(path));
  // A dev server answers an unknown path with index.html and 200.
  const html = reply.headers.get('content-type')?.startsWith('text/html');
  if (!reply.ok || html) throw new Error(`${path} is not there (HTTP ${reply.status}).`);
  return reply;
}
