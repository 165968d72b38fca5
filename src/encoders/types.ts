import type { TokenSpan } from './offsets/tokenSpans';

/** Where the graphs run. `webgpu` wants a hardware adapter; `wasm` runs everywhere. */
export type ExecutionProvider = 'webgpu' | 'wasm';

/** What becomes of the states of `<s>` and `</s>`: both always take part in the attention. */
export type SpecialTokenPolicy = 'drop' | 'keep';

/** What a text is for the ranking: some models see queries and passages differently. */
export type TextRole = 'query' | 'passage';

/** One text as the model sees it, special tokens at both ends: `<s>` first and `</s>` last in the embedded one. */
export interface TokenisedText {
  /** Row numbers of the vocabulary, `[tokens]`, at most `maxTokens`. */
  readonly ids: Int32Array;
  /** The text of each token, `▁` marking the start of a word, `[tokens]`. */
  readonly pieces: readonly string[];
  /** True where the text was longer than `maxTokens` and its end was cut off. */
  readonly truncated: boolean;
  /** Special tokens at the beginning and at the end; one each where it is absent. */
  readonly margins?: readonly [start: number, end: number];
  /** The first so many tokens are seen by the others; all where it is absent. */
  readonly attended?: number;
}

/** Ragged token vectors: text `t` owns rows `offsets[t]` to `offsets[t + 1]`, end exclusive. */
export interface Encoded {
  /** `[tokens, dimension]` row-major, not normalised. */
  readonly vectors: Float32Array;
  /** `[texts + 1]`, in rows; a text without tokens has two equal neighbours. */
  readonly offsets: Uint32Array;
  readonly dimension: number;
  /** The token texts behind the rows, one list a text. */
  readonly pieces: readonly (readonly string[])[];
  /** How many texts were cut at the model's `maxTokens`. */
  readonly truncated: number;
}

/** `load` counts bytes of model files, `encode` counts tokens. */
export interface EncoderProgress {
  readonly phase: 'load' | 'encode';
  readonly done: number;
  readonly total: number;
}

export interface EncodeOptions {
  /** Whose states: 0 the embeddings, 1 to `layers` a layer. Only these layers are loaded and run. Default: the last. */
  readonly layer?: number;
  /** Default `drop`. */
  readonly specialTokens?: SpecialTokenPolicy;
  /** What the texts are; only encoders with `hasRoles` care. Default `query`. */
  readonly role?: TextRole;
  /** Upper bound of tokens in one run, padding counted; one text may exceed it. Default 1024. */
  readonly batchTokens?: number;
  /** Looked at between batches; `encode` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncoderProgress) => void;
}

/** Text to token vectors. Calls of `encode` on one encoder run one after the other. */
export interface Encoder {
  /** Changes with any byte of the model: its name and a hash of its files' hashes. */
  readonly id: string;
  readonly dimension: number;
  readonly layers: number;
  readonly maxTokens: number;
  readonly executionProvider: ExecutionProvider;
  /** Threads of the WASM runtime; 1 on WebGPU. */
  readonly threads: number;
  /** Whether queries and passages of the same text have different vectors. */
  readonly hasRoles?: boolean;
  /** Default role: `query`. */
  tokenise(text: string, role?: TextRole): TokenisedText;
  /**
   * The characters of each token of `tokenise(text)`: UTF-16 units of the raw text, end exclusive, without white space at
   * the ends; empty for a token that stands for no character, undefined for `<s>` and `</s>`.
   */
  spans(text: string, role?: TextRole): readonly (TokenSpan | undefined)[];
  /**
   * Gives the token vectors of each text, in the order of `texts`; no texts give no rows.
   *
   * @throws RangeError if `layer` is not an integer from 0 to `layers`, or `batchTokens` not positive.
   * @throws Error if a model file is missing or damaged, or the encoder is closed.
   */
  encode(texts: readonly string[], options?: EncodeOptions): Promise<Encoded>;
  /** Frees the sessions; safe to call twice. */
  close(): Promise<void>;
}
