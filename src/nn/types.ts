import type { Scope } from '../gpu';

/** A row-major float array, wherever its backend keeps it. Made and freed by an `NnOps`. */
export interface NnArray {
  readonly shape: readonly number[];
}

/** Whole numbers such as row indices or offsets, on the host and wherever the backend needs them. */
export interface NnIndices {
  readonly values: Uint32Array;
}

/** Values on the host; float64 only from the float64 backend. */
export type HostValues = Float32Array | Float64Array;

/** What a layer norm keeps for its backward pass; opaque. */
export interface NormState {
  readonly mean: NnArray;
  /** Reciprocal standard deviations. */
  readonly rstd: NnArray;
}

export interface AdamUpdate {
  readonly w: NnArray;
  readonly m: NnArray;
  readonly v: NnArray;
  readonly gradient: NnArray;
  /** What `pull` pulls towards. */
  readonly start?: NnArray;
  readonly learningRate: number;
  /** 1-based. */
  readonly step: number;
  /** Adds `pull * (w - start)` to the gradient. */
  readonly pull?: number;
  /** Decoupled, as in AdamW (Loshchilov & Hutter 2019): `w -= learningRate * weightDecay * w`. */
  readonly weightDecay?: number;
  /** Multiplies the gradient, e.g. by 1 / accumulated batches; default 1. */
  readonly scale?: number;
  /** Scales the gradient so that the norm of all gradients together is at most `maxNorm`. */
  readonly clip?: {
    /** `[1]`, from `sumOfSquares` of all gradients, before `scale`. */
    readonly sumOfSquares: NnArray;
    readonly maxNorm: number;
  };
}

/**
 * The operations that models are made of, on one backend. An `NnOps` owns every array it makes and frees
 * them when it is disposed; arrays of an outer `NnOps` may be inputs of an inner one. `into` is added to,
 * never overwritten. Shapes: n rows (tokens of all texts, packed), widths k and o.
 * Every operation throws ShapeError where shapes do not fit.
 */
interface CommonOps extends Disposable {
  /** An inner owner on the same backend. */
  open(): NnOps;
  upload(values: HostValues, shape: readonly number[], label: string): NnArray;
  zeros(shape: readonly number[], label: string): NnArray;
  indices(values: Uint32Array, label: string): NnIndices;
  /** Waits for the device and gives the values. */
  read(x: NnArray): Promise<HostValues>;
  /** Overwrites `to`; same number of elements. */
  copy(from: NnArray, to: NnArray): void;
  fill(x: NnArray, value: number): void;

  /** `x w^T (+ bias) (+ addend)`: x `[n, k]`, w `[o, k]`, bias `[o]`, addend `[n, o]`. */
  linear(a: { x: NnArray; w: NnArray; bias?: NnArray; addend?: NnArray }): NnArray;
  /** `dy w`, `[n, k]`. */
  linearInput(a: { dy: NnArray; w: NnArray }): NnArray;
  /** `into += dy^T x`, `[o, k]`. */
  linearWeight(a: { dy: NnArray; x: NnArray; into: NnArray }): void;
  /** `into += sum of the rows of dy`, `[o]`. */
  linearBias(a: { dy: NnArray; into: NnArray }): void;

  /** `x + scale * y`, same shapes; scale default 1. */
  add(a: { x: NnArray; y: NnArray; scale?: number }): NnArray;
  /** `into += scale * x`. */
  addInto(a: { x: NnArray; into: NnArray; scale?: number }): void;
  /** Exact GELU. */
  gelu(x: NnArray): NnArray;
  geluBackward(a: { x: NnArray; dy: NnArray }): NnArray;
  /** Rows to mean 0 and variance 1, times gamma `[k]`, plus beta `[k]` (Ba et al. 2016). */
  layerNorm(a: { x: NnArray; gamma: NnArray; beta: NnArray; epsilon: number }): {
    y: NnArray;
    state: NormState;
  };
  /** Gives dx; adds to `gammaInto` and `betaInto` where given. */
  layerNormBackward(a: {
    dy: NnArray;
    x: NnArray;
    gamma: NnArray;
    state: NormState;
    gammaInto?: NnArray;
    betaInto?: NnArray;
  }): NnArray;
  /**
   * Multi-head self-attention of each text over itself: softmax(q k^T / sqrt(width / heads)) v, head h in
   * columns h * width / heads onwards. `texts.values` are offsets `[texts + 1]` into the rows; a text may be
   * empty. `dropout` drops attention probabilities. `logSum` `[n, heads]` is log sum exp of the scaled scores.
   */
  attention(a: AttentionInputs): { y: NnArray; logSum: NnArray };
  attentionBackward(a: AttentionInputs & { y: NnArray; logSum: NnArray; dy: NnArray }): {
    dq: NnArray;
    dk: NnArray;
    dv: NnArray;
  };
  /**
   * Zeroes entries with probability `rate` in [0, 1) and divides the others by 1 - rate; which ones is a
   * hash of `seed` and the entry's index, so that the same call on dy is the backward pass.
   */
  dropout(a: { x: NnArray; rate: number; seed: number }): NnArray;
  /** `y[i] = x[rows[i]]`; a row past the end gives zeros. */
  gatherRows(a: { x: NnArray; rows: NnIndices }): NnArray;
  /** `into[rows[i]] += dy[i]`; rows may repeat, the order of summation is fixed. */
  scatterAddRows(a: { dy: NnArray; rows: NnIndices; into: NnArray }): void;
  /** Rows over their norms; a zero row stays zero. `norm` `[n]`. */
  unitNormalise(x: NnArray): { unit: NnArray; norm: NnArray };
  unitNormaliseBackward(a: { unit: NnArray; norm: NnArray; dy: NnArray }): NnArray;

  /** `[1]`: the sum of squares of all entries of all arrays; one that is not finite, or beyond 1e15, counts as 1e15. */
  sumOfSquares(arrays: readonly NnArray[]): NnArray;
  /**
   * One Adam or AdamW step in place. A weight whose gradient is infinite or no number becomes 1e30, its moments 0, on
   * every backend: the norm of the weights tells of it, and no other weight is touched.
   */
  adam(update: AdamUpdate): void;
}

export interface AttentionInputs {
  readonly q: NnArray;
  readonly k: NnArray;
  readonly v: NnArray;
  readonly texts: NnIndices;
  readonly heads: number;
  readonly dropout?: { readonly rate: number; readonly seed: number };
}

/** On the device; every array is a gpu `Tensor` owned by `scope`, or weights that are stored as halves. */
export interface WgslOps extends CommonOps {
  readonly kind: 'wgsl';
  readonly scope: Scope;
  /**
   * Frozen weights `[o, k]` as the nearest halves (IEEE binary16), two to a word, for `w` of `linear` and `linearInput`
   * and nothing else. Sums over them stay float32.
   *
   * @throws ShapeError unless o and k are multiples of 4 and fit the values.
   * @throws RangeError naming the first value beyond 65504 or not finite.
   */
  uploadHalves(values: Float32Array, shape: readonly number[], label: string): NnArray;
}

/** On the CPU: float32 with SIMD products, or float64 throughout, the reference of every other backend. */
export interface HostOps extends CommonOps {
  readonly kind: 'wasm' | 'float64';
  /** The live values; writing to them writes to the array. */
  values(x: NnArray): HostValues;
}

export type NnOps = WgslOps | HostOps;
export type BackendKind = NnOps['kind'];

/**
 * How the weights of frozen encoder layers are stored: `f16` halves their bytes on the wgsl backend. What is trained,
 * gradients, moments, states and every sum are float32 always.
 */
export type WeightStorage = 'f32' | 'f16';
