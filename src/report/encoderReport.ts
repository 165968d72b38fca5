/** The encoder as it was, beside what `config.encoder` asked for. */
export interface EncoderReport {
  readonly kind: 'embedded' | 'hub' | 'folder';
  readonly name: string;
  /** Changes with any byte of the model. */
  readonly id: string;
  /** Of the hub: the commit that the revision pointed to, 40 hexadecimal digits, and the hub's address. */
  readonly commit?: string;
  readonly endpoint?: string;
  readonly licence?: string;
  readonly layers: number;
  /** Length of a token vector. */
  readonly dimension: number;
  readonly maxTokens: number;
  readonly executionProvider: string;
  /** What its authors put before texts, by their names for it; '' is not among them. */
  readonly prompts: Readonly<Record<string, string>>;
  /** What its authors pool by, where they say. */
  readonly pooling: string | null;
  /** Of a ColBERT export: what is part of the model itself. */
  readonly colbert: {
    readonly queryMarker: string;
    readonly documentMarker: string;
    readonly queryLength: number;
    readonly documentLength: number;
    readonly expands: boolean;
    readonly skiplist: readonly string[];
  } | null;
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}
