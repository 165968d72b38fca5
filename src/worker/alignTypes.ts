import type { Split } from '../data';
import type { Marginals, SlotAgreement, TotalSlotAgreement } from '../ot';
import type { GoldOutcome, GoldSettings } from './alignGold';
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
  /** Links are judged by it; not with `pool: 'none'`, since gold links are between words. */
  readonly gold?: GoldSettings;
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
  /** Where there are gold links. */
  readonly gold?: GoldOutcome;
}

export interface AlignMtopJob {
  /** MTOP in any packaging. */
  readonly corpus: readonly EngineFile[];
  /** Aligned with English, one by one. */
  readonly languages: readonly string[];
  readonly split: Split;
  /** Most utterances, of those that all languages have; default all. */
  readonly limit?: number;
  readonly settings: AlignSettings;
}

/** Slot agreement of one utterance and its translation. */
export interface PairAgreement {
  readonly id: string;
  /** Of the plan between tokens; null where the method has none. */
  readonly plan: SlotAgreement | null;
  /** Of the links, each of mass 1. */
  readonly links: SlotAgreement;
}

export interface LanguageAgreement {
  readonly language: string;
  readonly plan: TotalSlotAgreement | null;
  readonly links: TotalSlotAgreement;
  /** Slot names whose place in the text is not known, by side, summed over utterances; left out on both sides. */
  readonly unlocated: { readonly english: number; readonly foreign: number };
  /** Texts whose tokens have the slots of their words, since their characters are not the text's. */
  readonly byWord: number;
  readonly unconverged: number;
  readonly truncated: number;
  readonly perPair: readonly PairAgreement[];
}

export interface AlignMtopOutcome {
  readonly corpus: string;
  readonly split: Split;
  readonly limit?: number;
  /** Id of the encoder. */
  readonly encoder: string;
  readonly settings: AlignSettings;
  readonly languages: readonly LanguageAgreement[];
  /** What the corpus's reader has to say. */
  readonly problems: readonly string[];
}
