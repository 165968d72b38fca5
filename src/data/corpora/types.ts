import type { SplitParallel, SplitSummary } from '../corpusSummary';
import type { AlignedOptions } from '../readAligned';
import type { SourceFile } from '../source/expandFiles';
import type { Corpus, ReadProblem, SourceRows } from '../types';
import type { CorpusPlace } from './corpusPlace';
import type { CorpusRows } from './corpusRows';

/** How a corpus of intents comes: who packed it decides files, columns and ids. */
export type Packaging =
  | 'MTOP'
  | 'XSemPLR'
  | 'WillHeld'
  | 'tasksource'
  | 'MTEB'
  | 'MASSIVE'
  | 'xSID';

/** A corpus with all that its reader has to say; rows of its records are utterances. */
export interface CorpusReading {
  readonly corpus: Corpus;
  readonly problems: readonly ReadProblem[];
  /** One per handed-in file that gave rows, `document_ids.txt` too: relevance comes from it. */
  readonly records: readonly SourceRows[];
  readonly summary: readonly SplitSummary[];
  /** What each language shares with English, per split. */
  readonly parallel: readonly SplitParallel[];
  /** Rows that are not in the corpus; with those that are, all rows of the files. */
  readonly badRows: number;
}

/** What the files themselves do not say; share and seed are for line-aligned files, which no one has split. */
export interface CorpusOptions extends AlignedOptions {
  /** Whether equal ids of MTEB's files mean translations of each other, which they do not promise. Default false. */
  readonly trustIds?: boolean;
}

/** A file whose packaging is known. */
export interface CorpusFile {
  readonly file: SourceFile;
  readonly place: CorpusPlace;
  readonly packaging: Packaging;
}

/** Reads one file's rows; throws a ParseError where the file as a whole is none of its packaging. */
export type CorpusReader = (
  file: CorpusFile,
  rows: CorpusRows,
  options: CorpusOptions,
) => Promise<void>;
