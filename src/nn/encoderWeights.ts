/** Sizes of a BERT- or XLM-R-shaped encoder (Devlin et al. 2019; post-norm layers, exact GELU). */
export interface EncoderShape {
  readonly layers: number;
  /** d, the width of token states. */
  readonly width: number;
  readonly heads: number;
  /** Width of the feed-forward layer. */
  readonly inner: number;
  readonly normEpsilon: number;
  readonly vocabulary: number;
  /** Rows of the table of positions that may be used: the longest text, special tokens included. */
  readonly positions: number;
}

/** Row-major `[outputs, inputs]` and its bias `[outputs]`. */
export interface LinearWeights {
  readonly w: Float32Array;
  readonly b: Float32Array;
}

export interface NormWeights {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

/** One layer: x1 = norm1(x + o(attention(q x, k x, v x))), out = norm2(x1 + outer(gelu(inner(x1)))). */
export interface LayerWeights {
  readonly q: LinearWeights;
  readonly k: LinearWeights;
  readonly v: LinearWeights;
  readonly o: LinearWeights;
  readonly norm1: NormWeights;
  /** `[inner, width]`. */
  readonly inner: LinearWeights;
  /** `[width, inner]`. */
  readonly outer: LinearWeights;
  readonly norm2: NormWeights;
}

export interface EmbeddingWeights {
  /** `[vocabulary, width]`. */
  readonly words: Float32Array;
  /** `[positions, width]`: row p belongs to the p-th token of a text (0-based), the type-0 row added in. */
  readonly positions: Float32Array;
  readonly norm: NormWeights;
}

/** Weights of an encoder on the host; a part that was not loaded is absent. */
export interface EncoderWeights {
  readonly shape: EncoderShape;
  readonly embedding?: EmbeddingWeights;
  /** Index 0 is layer 1. */
  readonly layers: readonly (LayerWeights | undefined)[];
}

/**
 * A head on an encoder's last states x: `unit(W s + b + V2 gelu(V1 s + b1))`, where s is x, or x scaled to norm
 * `inputNorm` where that is given. Without b and perceptron the norm of s does not matter.
 */
export interface HeadWeights {
  readonly inputs: number;
  readonly outputs: number;
  /** W, `[outputs, inputs]`. */
  readonly w: Float32Array;
  /** `[outputs]`. */
  readonly b?: Float32Array;
  readonly perceptron?: {
    readonly hidden: number;
    /** `[hidden, inputs]`. */
    readonly v1: Float32Array;
    /** `[hidden]`. */
    readonly b1: Float32Array;
    /** `[outputs, hidden]`. */
    readonly v2: Float32Array;
  };
  readonly inputNorm?: number;
}
