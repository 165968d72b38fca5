import type { Marginals } from '../ot';
import type { EngineFile } from './types';

/** How sentence pairs are aligned. */
export interface AlignSettings {
  /**
   * `ot`: mutual argmax of the transport plan; `threshold`: plan entries above `tau`; `mutual`: mutual argmax of
   * the cosine similarity; `itermax`: SimAlign's, on `itermaxOn`.
   */
  readonly method: 'ot' | 'mutual' | 'itermax' | 'threshold';
  readonly itermaxOn: 'similarity' | 'plan';
  /** Encoder layer, 0 to 12; not read where vectors are given. */
  readonly layer: number;
  readonly eps: number;
  readonly iterations: number;
  readonly tolerance: number;
  readonly marginals: Marginals;
  /** Weight of the position prior, in the unit of cost. */
  readonly distortion: number;
  /** In [0, 1); read by `threshold`. */
  readonly tau: number;
  /** See `LinkOptions.pool`; `none` gives links between subwords. */
  readonly pool: 'any' | 'mass' | 'none';
  readonly scores: boolean;
}

export interface AlignJob {
  /** `source TAB target` lines to be encoded, or token vectors (.npz). */
  readonly input: EngineFile;
  readonly kind: 'pairs' | 'vectors';
  readonly settings: AlignSettings;
}

export interface AlignOutcome {
  /** Pharaoh links, one line a pair, each ended by a newline. */
  readonly text: string;
  readonly pairs: number;
  /** Lines that are no pair, as `file:line: what`. */
  readonly problems: readonly string[];
  /** What a reader of the links should know. */
  readonly notes: readonly string[];
  /** Seconds; `load` is what the encoder's files took. */
  readonly seconds: {
    readonly load: number;
    readonly encode: number;
    readonly solve: number;
    readonly link: number;
  };
  /** Which solver ran, e.g. `WASM`; empty where none was needed. */
  readonly solver: string;
}
