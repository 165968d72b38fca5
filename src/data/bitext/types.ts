import type { Bitext, BitextPair, Language, ReadProblem, SourceRows } from '../types';

/** A pair with its place. An empty line is a pair too, with a side that has no text. */
export interface SourcePair extends BitextPair {
  /** 1-based line of the file; of TMX the line where the unit starts, of Parquet the row. */
  readonly line: number;
  /** What its publisher scored it with; no unit or range is common to corpora. Absent where there is none. */
  readonly score?: number;
}

/** Some pairs of one bitext, in the order of its file. */
export interface PairBatch {
  readonly name: string;
  /** Of the foreign side. */
  readonly language: Language;
  /** The file whose lines are counted. */
  readonly file: string;
  /** The handed-in files that the pairs come from: one, or one a side. */
  readonly sources: readonly string[];
  readonly pairs: readonly SourcePair[];
}

/** Columns or JSON paths of a table's pairs, such as `translation.en`. */
export interface PairFields {
  readonly english: string;
  readonly foreign: string;
  readonly score?: string;
}

/** What a reader of pairs is told that files do not say. */
export interface PairOptions {
  /** Where a table's pairs are; by default found by the names of its columns. */
  readonly fields?: PairFields;
  /** The languages wanted, all by default; the only one of a list is that of a file which names none. */
  readonly languages?: readonly Language[];
}

/** What is left out, in the order of judgement: a pair counts for the first that drops it. */
export const FILTERS = [
  'empty',
  'leak',
  'identical',
  'duplicate',
  'score',
  'lengthRatio',
  'script',
  'language',
] as const;

export type FilterName = (typeof FILTERS)[number];

/** The filters that are off unless asked for; pairs without text on a side, and leaks, are always left out. */
export interface BitextFilters {
  /** Drops pairs whose sides are the same text, as it is. */
  readonly identical?: boolean;
  /** Drops pairs both of whose sides an earlier pair of the bitext has. */
  readonly duplicates?: boolean;
  /** The least score kept; a pair without a score is kept. */
  readonly score?: number;
  /** The most that one side may be longer than the other, above 1. Default where counted only: 3 in characters. */
  readonly lengthRatio?: number | { readonly most: number; readonly unit: 'characters' | 'words' };
  /** The least share, in (0, 1], of a side's letters that its language's scripts have; `true` is 0.5. */
  readonly script?: boolean | number;
  /** Drops pairs of which a side is identified as another language (docs/decisions/0017). */
  readonly language?: boolean;
}

export interface BitextOptions extends PairOptions {
  readonly filters?: BitextFilters;
  /** Pairs a language that are kept in memory; of more a seeded sample. Default 100,000. */
  readonly most?: number;
  /** Names the sample. Default 1. */
  readonly seed?: number;
  /** Texts that are evaluated on: a pair of which a side equals one, normalised, is left out. */
  readonly evaluation?: readonly string[];
}

/** `read` is the sum of `kept` and all of `dropped`. */
export interface FilterCounts {
  readonly read: number;
  readonly kept: number;
  readonly dropped: Readonly<Record<FilterName, number>>;
  /**
   * How many of the pairs with text on both sides each filter drops by itself, whether it is on or not, at its
   * default where it is off; `score` is 0 without a threshold.
   */
  readonly would: Readonly<Record<FilterName, number>>;
  /** Pairs that `would.language` is of: all where the filter is on, else a sample of those in memory. */
  readonly languageChecked: number;
  /** Pairs whose English, or foreign, side an earlier pair has. */
  readonly repeated: { readonly english: number; readonly foreign: number };
}

/** One side of the pairs with text on both sides, before filters. */
export interface SideStatistics {
  /** Mean Unicode code points. */
  readonly meanCharacters: number;
  /** Share of the letters that are of each script, by its Unicode name, largest first; `Other` for rare ones. */
  readonly scripts: readonly { readonly script: string; readonly share: number }[];
}

export interface BitextAbout {
  readonly name: string;
  readonly language: Language;
  readonly file: string;
  readonly counts: FilterCounts;
  readonly english: SideStatistics;
  readonly foreign: SideStatistics;
}

/** Bitext with all that its reader has to say. */
export interface BitextReading {
  /** By path; several for one language stay apart. */
  readonly bitexts: readonly Bitext[];
  /** Of each bitext, in their order. */
  readonly about: readonly BitextAbout[];
  /** Rows that are no pair; they are listed in `problems`. */
  readonly bad: number;
  readonly problems: readonly ReadProblem[];
  /** One per handed-in file that gave pairs; rows are pairs kept; an English side counts once, by its longest partner. */
  readonly records: readonly SourceRows[];
  /** The texts of README and LICENSE files, at most 16 KiB each. */
  readonly licences: readonly LicenceText[];
}

export interface LicenceText {
  readonly file: string;
  readonly text: string;
}
