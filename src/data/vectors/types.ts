import type { ParseError } from '../../lib';

/** What an element of an array is; `bytes` and `text` are NumPy's S and U, `bfloat` the upper half of a float32. */
export interface ArrayType {
  readonly kind: 'float' | 'bfloat' | 'int' | 'uint' | 'bool' | 'bytes' | 'text' | 'other';
  /** Bytes of an element. */
  readonly size: number;
  readonly bigEndian: boolean;
  /** As its format names it: `<f4`, `BF16`. */
  readonly shown: string;
}

/** An array by its header alone. */
export interface ArrayHeader {
  readonly name: string;
  readonly type: ArrayType;
  readonly shape: readonly number[];
}

/** Arrays of a file, of which only those asked for are read. */
export interface ArrayStore {
  readonly file: string;
  readonly format: 'safetensors' | 'npz' | 'npy';
  readonly arrays: ReadonlyMap<string, ArrayHeader>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Why arrays cannot be read, by name; thrown once one of them is asked for. */
  readonly broken?: ReadonlyMap<string, ParseError>;
  /** Bytes `start` to `end` of an array in row-major order, end exclusive. */
  read(name: string, start: number, end: number): Promise<Uint8Array>;
}

/** How vectors came about, as far as the file says; what it does not say is absent. */
export interface VectorMeta {
  /** Model's or tokeniser's id, for people. */
  readonly tokeniser?: string;
  readonly model?: string;
  readonly layer?: number;
  /** What was put before every text, e.g. `query: `. */
  readonly prefix?: string;
  /** Whether the vectors of special tokens are among them. */
  readonly specialTokens?: 'kept' | 'dropped';
  /** Whether the vectors were brought to unit length. */
  readonly normalised: boolean | 'not recorded';
  /** As it was stored: `F16`, `<f4`, `list<list<FLOAT>>`. */
  readonly dtype: string;
}

/** Token vectors of texts: text `t` owns rows `offsets[t]` to `offsets[t + 1]`, end exclusive. */
export interface TokenVectorSet {
  /** [rows, d] row-major float32, finite but for `badRows`. */
  readonly vectors: Float32Array;
  readonly d: number;
  /** [texts + 1], from 0 to the number of rows. */
  readonly offsets: Uint32Array;
  /** [texts]. */
  readonly ids?: readonly string[];
  /** [texts], BCP-47. */
  readonly languages?: readonly string[];
  /** [rows], the subword of each token. */
  readonly pieces?: readonly string[];
  /** [rows], word of each token within its text from 0, -1 for none. */
  readonly words?: Int32Array;
  readonly meta: VectorMeta;
  /** Rows with NaN or infinity; empty unless `bad: 'report'` was asked for. */
  readonly badRows: readonly number[];
  /** What the reader has to say about the file. */
  readonly notes: readonly string[];
}

/** What is written of a set. */
export type WritableSet = Omit<TokenVectorSet, 'badRows' | 'notes'>;

export interface VectorOptions {
  /** Which array or column; default the one named `vectors`, `x`, `embeddings` or the like, or the only one. */
  readonly tensor?: string;
  /** `refuse` (default): NaN and infinity are an error; `report`: their rows are listed in `badRows`. */
  readonly bad?: 'refuse' | 'report';
  /** [texts + 1], where the file has none, as a lone .npy cannot. */
  readonly offsets?: ArrayLike<number>;
  /** Bytes that the vectors may take as float32; default 2 GiB. */
  readonly mostBytes?: number;
}

/** What a file of vectors holds, by its header alone. */
export interface VectorFileSummary {
  readonly file: string;
  readonly format: 'safetensors' | 'npz' | 'npy' | 'parquet';
  readonly arrays: readonly {
    readonly name: string;
    readonly dtype: string;
    /** Parquet: rows alone. */
    readonly shape: readonly number[];
  }[];
  readonly metadata: ReadonlyMap<string, string>;
}
