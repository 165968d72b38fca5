import { type AdamRates, adamWasm, geluBackwardWasm, geluWasm } from '../../wasm';
import type { HostOps, HostValues } from '../types';
import {
  type AttentionGradients,
  type AttentionHost,
  attention,
  attentionBackward,
} from './attention';
import { type AdamArrays, adamStep, geluBackwardExact, geluExact } from './elementwise';
import { float32, type Products, plainProducts, wasmProducts } from './products';
import { wasmAttention } from './wasmAttention';

/** What the two kinds do differently; shared by all owners that were opened from one `openHostNn`. */
export interface Backend extends Products {
  readonly kind: HostOps['kind'];
  readonly live: { arrays: number; bytes: number };
  /** Memory for `length` values, whatever they were before. */
  take(length: number): HostValues;
  release(values: HostValues): void;
  attention(a: AttentionHost, y: HostValues, logSum: HostValues): void;
  attentionBackward(a: AttentionHost, dy: HostValues, out: AttentionGradients): void;
  adam(arrays: AdamArrays, rates: AdamRates): void;
  gelu(x: HostValues, out: HostValues): void;
  geluBackward(x: HostValues, dy: HostValues, out: HostValues): void;
}

/** Counts arrays and bytes that are in use. */
function memory(make: (length: number) => HostValues) {
  const live = { arrays: 0, bytes: 0 };
  return {
    live,
    take(length: number): HostValues {
      const values = make(length);
      live.arrays++;
      live.bytes += values.byteLength;
      return values;
    },
    release(values: HostValues): void {
      live.arrays--;
      live.bytes -= values.byteLength;
    },
  };
}

export function float64Backend(): Backend {
  return {
    kind: 'float64',
    ...memory((length) => new Float64Array(length)),
    ...plainProducts,
    attention,
    attentionBackward,
    adam: adamStep,
    gelu: geluExact,
    geluBackward: geluBackwardExact,
  };
}

/** All arrays are float32; every array handed over has to be one of this backend. */
export function wasmBackend(): Backend {
  return {
    kind: 'wasm',
    ...memory((length) => new Float32Array(length)),
    ...wasmProducts,
    ...wasmAttention,
    adam: ({ w, m, v, gradient, start }, rates) =>
      adamWasm(
        {
          w: float32(w),
          m: float32(m),
          v: float32(v),
          gradient: float32(gradient),
          start: start && float32(start),
        },
        rates,
      ),
    gelu: (x, out) => geluWasm(float32(x), float32(out)),
    geluBackward: (x, dy, out) => geluBackwardWasm(float32(x), float32(dy), float32(out)),
  };
}
