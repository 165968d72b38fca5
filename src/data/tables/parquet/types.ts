/** A leaf of the schema: a column as it is stored. */
export interface LeafColumn {
  readonly path: readonly string[];
  /** Parquet's physical type, such as `BYTE_ARRAY`. */
  readonly type: string;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  readonly typeLength: number;
  /** Greatest definition level. */
  readonly definition: number;
  /** Greatest repetition level. */
  readonly repetition: number;
}

/** Unpacks a page; `size` is what its header declares. */
export type PageUnpacker = (packed: Uint8Array, size: number) => Uint8Array;
