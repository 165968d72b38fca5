import type { Corpus, DataSourceRecord, ReadProblem } from '../data';
import type { StudyInput } from '../study';
import type { DataSummary } from './types';

/** What one of the handed-in groups of files gave. `beside` are translations of queries and a ranker's head. */
export interface LoadedPart {
  readonly kind: 'corpus' | 'bitext' | 'collection' | 'relevance' | 'beside';
  readonly records: readonly DataSourceRecord[];
  readonly problems: readonly ReadProblem[];
  /** Rows left out; undefined where the reader does not count them. */
  readonly leftOut?: number | undefined;
  /** What the package states of its licence; reads the files again. */
  readonly licence?: () => Promise<string | undefined>;
}

/** What a study runs on, and what the page shows of it. */
export interface Loaded {
  readonly input: StudyInput;
  readonly summary: DataSummary;
  /** In the order of the report's records. */
  readonly parts: readonly LoadedPart[];
}

export function recordsOf(parts: readonly LoadedPart[]): DataSourceRecord[] {
  return parts.flatMap(({ records }) => records);
}

export function problemsOf(parts: readonly LoadedPart[]): ReadProblem[] {
  return parts.flatMap(({ problems }) => problems);
}

/** Stands in for a corpus where a collection is ranked. */
export function noCorpus(name: string): Corpus {
  return {
    ...{ name, synthetic: false, topic: 'document' },
    splits: { train: [], dev: [], test: [] },
  };
}

/** Rows that all parts left out; none where one of them gave rows and did not count. */
export function leftOutOf(parts: readonly LoadedPart[]): { readonly leftOut?: number } {
  const counted = parts.filter(({ records }) => records.length > 0);
  if (counted.some(({ leftOut }) => leftOut === undefined)) return {};
  return { leftOut: counted.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0) };
}
