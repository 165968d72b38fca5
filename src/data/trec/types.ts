import type { ReadProblem } from '../types';

/** Judgements: query -> document -> grade. Grades below 1 are not relevant. Queries and documents in file order. */
export type Qrels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What one run retrieved for one query, in the order of the file. */
export interface RunQuery {
  readonly docnos: readonly string[];
  /** `[docnos]`, finite. */
  readonly scores: Float64Array;
}

/** A run: query -> scored documents, queries in the order in which they first occur. */
export type Run = ReadonlyMap<string, RunQuery>;

export interface QrelsReading {
  readonly qrels: Qrels;
  /** `query-id corpus-id score` under that header is BEIR's; `query iteration document grade` is TREC's. */
  readonly format: 'trec' | 'beir';
  /** Rows kept. */
  readonly rows: number;
  /** Rows with a grade below 0, kept as not relevant. */
  readonly negative: number;
  /** Rows that say again what an earlier row said. */
  readonly repeated: number;
  /** One a row that could not be read; such rows are left out. */
  readonly problems: readonly ReadProblem[];
}

export interface RunReading {
  readonly run: Run;
  /** The last column of the first row. */
  readonly tag: string;
  /** Rows kept. */
  readonly rows: number;
  /** Rows that could not be read; they are left out. */
  readonly badRows: number;
  /** One a row of these, up to a thousand, then their number. */
  readonly problems: readonly ReadProblem[];
}
