/** A row of a tabular file. */
export interface TableRow {
  /** 1-based line of the file where the row starts; of Parquet and of JSON arrays the 1-based row. */
  readonly line: number;
  /**
   * Column name as in the file, leading spaces kept, to value: a string in CSV and TSV, any JSON value elsewhere.
   * The objects inside a value are untrusted too: ask them with `Object.hasOwn`.
   */
  readonly fields: ReadonlyMap<string, unknown>;
}

export interface TableOptions {
  /** Names of the columns of a CSV or TSV file without a header. */
  readonly columns?: readonly string[];
  /** Default: a tab in TSV; in CSV the most frequent of the four in the header. */
  readonly delimiter?: Delimiter;
  /** Whether the first row of a CSV or TSV file names the columns. Default: true unless `columns` are given. */
  readonly header?: boolean;
}

export type Delimiter = ',' | '\t' | ';' | '|';

export type TableKind = 'csv' | 'tsv' | 'jsonl' | 'json' | 'parquet';
