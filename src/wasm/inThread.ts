import { type AdamInput, type AdamRates, adamIn } from './adam';
import { type AttentionInput, attentionBackwardIn, attentionIn } from './attention';
import { geluBackwardIn, geluIn } from './gelu';
import { type Product, productIn } from './gemm';
import { maxSimIn } from './maxSimIn';
import { EngineMemory } from './memory';
import { solveIn } from './solver';
import type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';

let engine: EngineMemory | undefined;

/** This thread's engine; made at the first call, its memory grows to the largest problem seen. */
function engineMemory(): EngineMemory {
  engine ??= new EngineMemory();
  return engine;
}

/** Frees the memory of this thread's engine. */
export function closeInThread(): void {
  engine = undefined;
}

/** `solveIn` on this thread: entropic transport in float32 SIMD. Throws what `solveIn` throws. */
export function solveWasm(
  batch: TransportBatch,
  settings: TransportSettings,
  wanted?: TransportWanted,
): TransportResult {
  return solveIn(engineMemory(), batch, settings, wanted);
}

/** `maxSimIn` on this thread. Throws what `maxSimIn` throws. */
export function maxSimWasm(input: MaxSimInput): Float32Array<ArrayBuffer> {
  return maxSimIn(engineMemory(), input);
}

/** `productIn` on this thread. Throws what `productIn` throws. */
export function productWasm(product: Product): void {
  productIn(engineMemory(), product);
}

/** `geluIn` on this thread. */
export function geluWasm(x: Float32Array, out: Float32Array): void {
  geluIn(engineMemory(), x, out);
}

/** `geluBackwardIn` on this thread. */
export function geluBackwardWasm(x: Float32Array, dy: Float32Array, out: Float32Array): void {
  geluBackwardIn(engineMemory(), x, dy, out);
}

/** `adamIn` on this thread. */
export function adamWasm(arrays: AdamInput, rates: AdamRates): void {
  adamIn(engineMemory(), arrays, rates);
}

/** `attentionIn` on this thread; for sizes that `attentionFits` takes. */
export function attentionWasm(
  input: AttentionInput,
  out: { readonly y: Float32Array; readonly logSum: Float32Array },
): void {
  attentionIn(engineMemory(), input, out);
}

/** `attentionBackwardIn` on this thread; for sizes that `attentionFits` takes. */
export function attentionBackwardWasm(
  input: AttentionInput & { readonly dy: Float32Array },
  out: { readonly dq: Float32Array; readonly dk: Float32Array; readonly dv: Float32Array },
): void {
  attentionBackwardIn(engineMemory(), input, out);
}
