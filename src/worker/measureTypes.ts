import type { TieRule } from '../eval';
import type { InputFile } from './types';

/** Runs to be measured against judgements. */
export interface MeasureJob {
  /** TREC or BEIR qrels. */
  readonly qrels: InputFile;
  /** TREC runs. */
  readonly runs: readonly InputFile[];
  /** Names that `parseMeasure` reads. */
  readonly measures: readonly string[];
  readonly ties: TieRule;
  /** See `EvaluateRunOptions`. */
  readonly missing: 'skip' | 'zero';
  readonly precision: 'float32' | 'float64';
}

/** One run; null stands for a value that is not defined. */
export interface MeasuredRun {
  readonly path: string;
  readonly tag: string;
  /** `[measures]`, each over `counts` queries. */
  readonly means: readonly (number | null)[];
  readonly counts: readonly number[];
  /** Values in the order of the measures. */
  readonly perQuery: readonly {
    readonly query: string;
    readonly values: readonly (number | null)[];
  }[];
  /** Judged queries that are not in the run, queries of the run without judgements, and such without a relevant document. */
  readonly missing: readonly string[];
  readonly unjudged: readonly string[];
  readonly noRelevant: readonly string[];
  /** See `RunEvaluation`. */
  readonly ties: number;
  readonly decisiveTies: number;
  readonly roundedTies: number;
}

export interface MeasureOutcome {
  /** Canonical names. */
  readonly measures: readonly string[];
  readonly qrels: {
    readonly path: string;
    readonly format: 'trec' | 'beir';
    readonly queries: number;
    readonly rows: number;
    readonly negative: number;
    readonly repeated: number;
  };
  /** Runs that were read without a problem. */
  readonly runs: readonly MeasuredRun[];
  /** Why other runs, or all of them, were not measured. */
  readonly problems: readonly string[];
}

/** A measure's name that cannot be read: wrong usage, before any file is looked at. */
export interface WrongMeasure {
  readonly wrongMeasure: string;
}
