import type { Rng } from '../../lib';
import type {
  EncoderWeights,
  HostValues,
  NnOps,
  Parameter,
  Tape,
  Value,
  WeightStorage,
} from '../../nn';
import type { TokenSet } from '../tokens';

/**
 * What a student is made of and how much of it is trained. Heads read the encoder's last states, the
 * others the states below the lowest trained layer; all end in the English head W and unit vectors.
 */
export type StudentSpec =
  /** `unit(W x)`, W trained from the English head. */
  | { readonly kind: 'linear' }
  /** `unit(W (I + B A) x)`, rank r, B zero at the start. */
  | { readonly kind: 'low-rank'; readonly rank: number }
  /** `unit(W Q x)`, Q orthogonal throughout (retraction after each step). */
  | { readonly kind: 'orthogonal' }
  /** `unit(W x + V2 gelu(V1 x + b1))`, V2 zero at the start. */
  | { readonly kind: 'mlp'; readonly hidden: number }
  /** The top `layers` encoder layers and W. */
  | { readonly kind: 'top'; readonly layers: number }
  /** Low-rank updates (Hu et al. 2022) of the linear maps of the top `layers` layers, and W. */
  | { readonly kind: 'lora'; readonly rank: number; readonly layers: number }
  /** All layers, the embeddings and W. */
  | { readonly kind: 'full' };

/** Texts as a student reads them: states of `TokenSet`, or token ids for `full`. */
export interface StudentTexts {
  /** `[texts + 1]`, special tokens included where `margin` is 1. */
  readonly offsets: Uint32Array;
  /** Special tokens at each end of every text: in the attention, not in the result. */
  readonly margin: 0 | 1;
  /** `[tokens, d]`; absent where the student reads ids. */
  readonly states?: TokenSet['vectors'];
  /** `[tokens]`, rows of the word embeddings. */
  readonly ids?: Uint32Array;
}

/** The frozen teacher that a student starts from. */
export interface Teacher {
  /** W, `[outputs, inputs]`. */
  readonly head: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
  /** For students that train encoder layers. */
  readonly encoder?: EncoderWeights;
}

/** What a student reads: the states after a layer (heads: after the last, however many there are), or ids. */
export type StudentInput = number | 'last' | 'ids';

export interface StudentOptions {
  /** Compute layers again in the backward pass instead of keeping what is inside them. Default false. */
  readonly checkpointing?: boolean;
  /** Of the encoder layers that are frozen beneath low-rank updates. Default f32; f16 wants the wgsl backend. */
  readonly storage?: WeightStorage;
  /**
   * Dropout inside the encoder layers that are run; off by default. Each training pass draws its seeds from
   * `rng`, which belongs to the state of the training run.
   */
  readonly dropout?: { readonly rate: number; readonly rng: Rng };
}

/** A student on one backend: its parameters lie in the `NnOps` it was made with. */
export interface StudentModel {
  readonly spec: StudentSpec;
  readonly parameters: readonly Parameter[];
  /** Width of its vectors. */
  readonly outputs: number;
  /** Encoder layer whose states it reads; 0 means the embeddings' output, 'ids' token ids. */
  readonly reads: StudentInput;
  /** Unit vectors `[kept tokens, outputs]` of the texts, special tokens dropped, in their order. */
  forward(tape: Tape, texts: StudentTexts): Value;
  /** Called after each optimiser step, e.g. to return Q to the orthogonal matrices. */
  afterStep?(ops: NnOps): Promise<void> | void;
}

/** Trained weights by parameter name, enough to make the same student again. */
export interface StudentSnapshot {
  readonly spec: StudentSpec;
  readonly values: ReadonlyMap<string, HostValues>;
}

export type MakeStudent = (
  ops: NnOps,
  spec: StudentSpec,
  teacher: Teacher,
  rng: Rng,
  from?: StudentSnapshot,
  options?: StudentOptions,
) => StudentModel;
