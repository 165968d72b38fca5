import { readCorpus } from '../data';
import { type Encoded, type Encoder, indexedDbCache, openEncoder, withCache } from '../encoders';
import { openEncoderPool } from './encoderPool';
import { ENCODER } from './encoding';
import { pooledEncoder } from './pooledEncoder';
import type { EngineFile } from './types';

/** What `npm run bench -- encode` asks. */
export interface BenchEncodeJob {
  /** A corpus, whose test texts are encoded. */
  readonly files: readonly EngineFile[];
  /** At most so many distinct ones, evenly spread. */
  readonly sentences: number;
  readonly layer: number;
  /** Timed runs a mode, after one that is not counted. */
  readonly runs: number;
  /** Workers at the same time, and threads of each. */
  readonly modes: readonly { readonly workers: number; readonly threads: number }[];
}

export interface BenchEncodeRow {
  readonly workers: number;
  readonly threads: number;
  readonly provider: string;
  /** Seconds of each run. */
  readonly seconds: readonly number[];
  /** Whether the vectors are the bits of the first mode's. */
  readonly equal: boolean;
}

export interface BenchEncodeOutcome {
  readonly sentences: number;
  /** Special tokens included. */
  readonly tokens: number;
  readonly isolated: boolean;
  readonly rows: readonly BenchEncodeRow[];
  /** Milliseconds a sentence of reading all of them from the browser's memory, each run on a new connection. */
  readonly cacheMs: readonly number[];
}

const DATABASE = 'benchEncoderVectors';

/**
 * Encodes the same texts with several numbers of workers and threads, and reads them back from the browser's memory.
 *
 * @throws Error where no text was read.
 */
export async function benchEncode(
  job: BenchEncodeJob,
  onProgress: (done: number, total: number) => void,
): Promise<BenchEncodeOutcome> {
  const texts = await textsOf(job);
  const encoder = await openEncoder({ baseUrl: ENCODER, executionProvider: 'wasm', threads: 1 });
  const lengths = texts.map((text) => encoder.tokenise(text).ids.length);
  const steps = job.modes.length + 1;
  const rows: BenchEncodeRow[] = [];
  let first: Encoded | undefined;
  for (const mode of job.modes) {
    const { encoded, seconds } = await timeMode(encoder, texts, mode, job);
    first ??= encoded;
    rows.push({ ...mode, provider: 'wasm', seconds, equal: sameBits(encoded, first) });
    onProgress(rows.length, steps);
  }
  const cacheMs = first ? await timeCache(encoder, texts, first, job) : [];
  await encoder.close();
  onProgress(steps, steps);
  return {
    sentences: texts.length,
    tokens: lengths.reduce((sum, length) => sum + length, 0),
    isolated: globalThis.crossOriginIsolated,
    ...{ rows, cacheMs },
  };
}

async function textsOf({ files, sentences }: BenchEncodeJob): Promise<string[]> {
  const { corpus } = await readCorpus(files, { name: 'bench', synthetic: true });
  const distinct = [...new Set(corpus.splits.test.map(({ text }) => text))];
  if (distinct.length === 0) throw new Error('bench: the corpus has no test texts');
  const count = Math.min(sentences, distinct.length);
  return Array.from(
    { length: count },
    (_, k) => distinct[Math.floor((k * distinct.length) / count)]!,
  );
}

async function timeMode(
  encoder: Encoder,
  texts: readonly string[],
  { workers, threads }: BenchEncodeJob['modes'][number],
  { layer, runs }: BenchEncodeJob,
) {
  const pool = await openEncoderPool(ENCODER, layer, workers, threads);
  const pooled = pooledEncoder(encoder, async () => pool, 0);
  try {
    let encoded = await pooled.encode(texts, { layer });
    const seconds: number[] = [];
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      encoded = await pooled.encode(texts, { layer });
      seconds.push((performance.now() - start) / 1000);
    }
    return { encoded, seconds };
  } finally {
    pool.close();
  }
}

async function timeCache(
  encoder: Encoder,
  texts: readonly string[],
  encoded: Encoded,
  { layer, runs }: BenchEncodeJob,
): Promise<number[]> {
  const known: Encoder = {
    ...encoder,
    encode: async (some) => (some.length > 0 ? encoded : none(encoded)),
  };
  const remembering = () => withCache(known, indexedDbCache(DATABASE));
  await remembering().encode(texts, { layer });
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const reader = remembering();
    const start = performance.now();
    const got = await reader.encode(texts, { layer });
    times.push((performance.now() - start) / texts.length);
    if (!sameBits(got, encoded)) throw new Error('bench: the memory gave other vectors');
  }
  indexedDB.deleteDatabase(DATABASE);
  return times;
}

function none({ dimension }: Encoded): Encoded {
  const [vectors, offsets] = [new Float32Array(0), new Uint32Array(1)];
  return { vectors, offsets, dimension, pieces: [], truncated: 0 };
}

function sameBits(a: Encoded, b: Encoded): boolean {
  const [x, y] = [new Uint32Array(a.vectors.buffer), new Uint32Array(b.vectors.buffer)];
  return x.length === y.length && x.every((bits, at) => bits === y[at]);
}
