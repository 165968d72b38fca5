import { productWasm } from '../../wasm';
import type { HostValues } from '../types';

/** `[n, k]` times `[o, k]` transposed, and what the two backward passes need. */
export interface ProductSizes {
  readonly n: number;
  readonly k: number;
  readonly o: number;
}

/** The matrix products of a linear layer; n rows, k inputs, o outputs. */
export interface Products {
  /** `y += x w^T`. */
  forward(x: HostValues, w: HostValues, y: HostValues, sizes: ProductSizes): void;
  /** `dx = dy w`. */
  input(dy: HostValues, w: HostValues, dx: HostValues, sizes: ProductSizes): void;
  /** `into += dy^T x`. */
  weight(dy: HostValues, x: HostValues, into: HostValues, sizes: ProductSizes): void;
}

/** Plain loops, sums in float64. */
export const plainProducts: Products = {
  forward(x, w, y, { n, k, o }) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < o; j++) {
        let sum = y[i * o + j]!;
        for (let p = 0; p < k; p++) sum += x[i * k + p]! * w[j * k + p]!;
        y[i * o + j] = sum;
      }
  },
  input(dy, w, dx, { n, k, o }) {
    const sums = new Float64Array(k);
    for (let i = 0; i < n; i++) {
      sums.fill(0);
      for (let j = 0; j < o; j++) addTimes(sums, dy[i * o + j]!, w, j * k);
      dx.set(sums, i * k);
    }
  },
  weight(dy, x, into, { n, k, o }) {
    const sums = new Float64Array(k);
    for (let j = 0; j < o; j++) {
      sums.set(into.subarray(j * k, (j + 1) * k));
      for (let i = 0; i < n; i++) addTimes(sums, dy[i * o + j]!, x, i * k);
      into.set(sums, j * k);
    }
  },
};

function addTimes(sums: Float64Array, scale: number, x: HostValues, at: number): void {
  for (let c = 0; c < sums.length; c++) sums[c]! += scale * x[at + c]!;
}

/** Float32 SIMD in WebAssembly. */
export const wasmProducts: Products = {
  forward(x, w, y, { n, k, o }) {
    productWasm({
      a: { values: float32(x), summed: 'columns' },
      b: { values: float32(w), summed: 'columns' },
      shape: { rows: n, columns: o, depth: k },
      out: float32(y),
      accumulate: true,
    });
  },
  input(dy, w, dx, { n, k, o }) {
    productWasm({
      a: { values: float32(dy), summed: 'columns' },
      b: { values: float32(w), summed: 'rows' },
      shape: { rows: n, columns: k, depth: o },
      out: float32(dx),
      accumulate: false,
    });
  },
  weight(dy, x, into, { n, k, o }) {
    productWasm({
      a: { values: float32(dy), summed: 'rows' },
      b: { values: float32(x), summed: 'rows' },
      shape: { rows: o, columns: k, depth: n },
      out: float32(into),
      accumulate: true,
    });
  },
};

/** @throws TypeError for values of the float64 backend. */
export function float32(values: HostValues): Float32Array {
  if (values instanceof Float32Array) return values;
  throw new TypeError('an array of the float64 backend was handed to the wasm backend');
}
