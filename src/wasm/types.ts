// What the engine takes and gives, structurally: OtHostBatch, OtSettings, OtWanted and OtHostResult of
// kernels/otProblem.ts fit, where everything is documented. This room imports nothing but lib.

export interface TransportBatch {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly d: number;
  readonly rowCounts: ArrayLike<number>;
  readonly columnCounts: ArrayLike<number>;
  readonly weights?: Float32Array;
  readonly start?: Float32Array;
}

export interface TransportSettings {
  readonly eps: number;
  readonly iterations: number;
  readonly tolerance?: number;
  readonly cost?: 'cosine' | 'squared-euclidean' | 'dot';
  readonly distortion?: number;
  readonly marginals?:
    | { readonly kind: 'balanced' }
    | { readonly kind: 'unbalanced'; readonly rhoX: number; readonly rhoY: number }
    | { readonly kind: 'partial'; readonly mass: number };
  readonly schedule?:
    | { readonly kind: 'constant' }
    | { readonly kind: 'geometric'; readonly from: number; readonly factor: number }
    | { readonly kind: 'proximal' };
  readonly relaxation?: 'none' | 'safeguarded';
}

export interface TransportWanted {
  readonly gradient?: boolean;
  readonly plan?: boolean;
}

export interface TransportResult {
  readonly status: Float32Array<ArrayBuffer>;
  readonly potentials: Float32Array<ArrayBuffer>;
  readonly gradient?: Float32Array<ArrayBuffer>;
  readonly plan?: Float32Array<ArrayBuffer>;
}

/** Packed token vectors of queries and documents. */
export interface MaxSimInput {
  readonly d: number;
  /** [query tokens, d]. */
  readonly queries: Float32Array;
  /** [Q + 1]: first token of each query, and the end. */
  readonly queryOffsets: ArrayLike<number>;
  /** [document tokens, d]. */
  readonly documents: Float32Array;
  /** [D + 1]. */
  readonly documentOffsets: ArrayLike<number>;
}
