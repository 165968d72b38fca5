import {
  type Encoded,
  type Encoder,
  indexedDbCache,
  loadEncoderWeights,
  openEncoder,
  type PolicyEncoder,
  withCache,
} from '../encoders';
import { publicFile } from '../lib';
import type { EncoderWeights } from '../nn';
import type { Level, TextEncoder } from '../study';
import { type EncoderPool, openEncoderPool } from './encoderPool';
import { type PooledEncoder, pooledEncoder } from './pooledEncoder';
import type { EncodedText } from './types';

/** Threads of the CPU that encode at the same time, each with a model of its own. */
const MOST_PEERS = 4;

// In a build the worker's script lies in assets/ below the page and the encoder beside the page.
export const ENCODER = import.meta.env.DEV
  ? new URL('/encoder/', self.location.origin).href
  : new URL(`../${publicFile('encoder/')}`, self.location.href).href;

/** Opens the embedded encoder once: on WebGPU where a hardware adapter is, on WASM otherwise. */
export class EmbeddedEncoder {
  #opening: Promise<Encoder> | undefined;
  #pooled: PooledEncoder | undefined;
  #cached: Encoder | undefined;

  /** With the browser's memory; on WASM many texts are shared out to workers. */
  async open(hardware: boolean): Promise<Encoder> {
    const encoder = await this.openUncached(hardware);
    if (!this.#cached) {
      if (!hardware) this.#pooled = pooledEncoder(encoder, () => openPeers(encoder.layers));
      this.#cached = withCache(this.#pooled ?? encoder, indexedDbCache(), (note) =>
        console.warn(note),
      );
    }
    return this.#cached;
  }

  /** Ends the workers that encode, until they are needed again. */
  release(): void {
    this.#pooled?.release();
  }

  /** The same encoder without the browser's memory, for texts that are seen once, such as a corpus. */
  openUncached(hardware: boolean): Promise<Encoder> {
    if (!this.#opening) {
      const executionProvider = hardware ? 'webgpu' : 'wasm';
      this.#opening = openEncoder({ baseUrl: ENCODER, executionProvider });
      this.#opening.catch(() => {
        this.#opening = undefined;
      });
    }
    return this.#opening;
  }
}

/** Layers of the embedded encoder. */
export const ENCODER_LAYERS = 12;

/** Weights of the embedded encoder's layers above `level`; for `ids` all of them, and its embeddings. */
export function loadWeights(level: Level, signal: AbortSignal): Promise<EncoderWeights> {
  const embedding = level === 'ids';
  const layers = { from: embedding ? 1 : level + 1, to: ENCODER_LAYERS };
  return loadEncoderWeights({ baseUrl: ENCODER, layers, embedding, signal });
}

/** Several CPU encoders at work, for many texts; one where there is one core. */
export function openPeers(layer: number, peers = mostPeers()): Promise<EncoderPool> {
  return openEncoderPool(ENCODER, layer, peers);
}

/** Of a renderer with one more session of the embedded encoder, measured in Chromium on two cores. */
const BYTES_OF_A_SESSION = 290 * 2 ** 20;

/** Bytes that the encoder takes while texts are encoded: on CPUs each peer has a session of its own. */
export function encoderBytes(hardware: boolean): number {
  return BYTES_OF_A_SESSION * (hardware ? 1 : 1 + mostPeers());
}

function mostPeers(): number {
  return Math.max(1, Math.min(MOST_PEERS, navigator.hardwareConcurrency));
}

/**
 * The encoder as a study uses it: the tokens that its policy keeps; all of them, without a policy, for students that train
 * its layers.
 */
export function studyEncoder(encoder: PolicyEncoder, whole: Encoder): TextEncoder {
  return {
    id: encoder.id,
    hasRoles: encoder.hasRoles ?? false,
    tokenise: (text) => encoder.tokenise(text).ids,
    ...(encoder.keepsText && { spans: (text: string) => encoder.keptSpans(text, 'query') }),
    async encode(texts, { layer, specialTokens, role, signal, onProgress }) {
      const source = specialTokens === 'keep' ? whole : encoder;
      const parts: Encoded[] = [];
      for (let first = 0; first < texts.length; first += ENCODED_AT_A_TIME) {
        const some = texts.slice(first, first + ENCODED_AT_A_TIME);
        const report = (share: number) =>
          onProgress(first + Math.floor(share * some.length), texts.length);
        parts.push(
          await source.encode(some, {
            layer,
            specialTokens,
            role,
            signal,
            onProgress: ({ phase, done, total }) => phase === 'encode' && report(done / total),
          }),
        );
      }
      return joinSets(parts, parts[0]?.dimension ?? encoder.dimension);
    },
  };
}

/** What was encoded is remembered after so many texts, so that a run that is stopped need not do it again. */
const ENCODED_AT_A_TIME = 1024;

function joinSets(parts: readonly Encoded[], dimension: number) {
  const counts = parts.flatMap(({ offsets }) =>
    [...offsets.slice(1)].map((end, k) => end - offsets[k]!),
  );
  const offsets = new Uint32Array(counts.length + 1);
  counts.forEach((count, k) => {
    offsets[k + 1] = offsets[k]! + count;
  });
  const vectors = new Float32Array(offsets.at(-1)! * dimension);
  let at = 0;
  for (const part of parts) {
    vectors.set(part.vectors, at);
    at += part.vectors.length;
  }
  return { vectors, offsets, dimension };
}

/** Token vectors of unit length, one entry a text. */
export async function encodeTexts(
  encoder: Encoder,
  texts: readonly string[],
  layer: number,
): Promise<EncodedText[]> {
  const { vectors, offsets, dimension, pieces } = await encoder.encode(texts, { layer });
  return texts.map((_, t) => {
    const own = vectors.slice(offsets[t]! * dimension, offsets[t + 1]! * dimension);
    for (let start = 0; start < own.length; start += dimension) {
      const row = own.subarray(start, start + dimension);
      const norm = Math.hypot(...row) || 1;
      for (let k = 0; k < dimension; k++) row[k]! /= norm;
    }
    return { pieces: pieces[t]!, vectors: own, dimension };
  });
}
