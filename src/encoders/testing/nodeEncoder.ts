import { readFile } from 'node:fs/promises';
import type { FetchBytes } from '../fetchBytes';
import { openEncoder } from '../openEncoder';
import type { Encoded, Encoder } from '../types';

const folder = new URL('../../../public/encoder/', import.meta.url);

/** Reads the built model from the checkout. */
export const readBuilt: FetchBytes = async (name) =>
  new Uint8Array(await readFile(new URL(name, folder)));

/** The embedded encoder under Node: onnxruntime-web's WASM, one thread. */
export function openNodeEncoder(fetchBytes: FetchBytes = readBuilt): Promise<Encoder> {
  return openEncoder({ fetchBytes, executionProvider: 'wasm', threads: 1, wasmPaths: 'package' });
}

/** The rows of one text. */
export function rowsOf({ vectors, offsets, dimension }: Encoded, text: number): Float32Array {
  return vectors.subarray(offsets[text]! * dimension, offsets[text + 1]! * dimension);
}

/** The largest absolute difference of two lists of the same length. */
export function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`worstDifference: ${a.length} against ${b.length}`);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}
