import type { Bitext, Corpus, CorpusReading, ReadProblem } from '../data';
import type { CollectionInput } from '../study';
import type { DataSummary } from './types';

/** What the page shows of what was read. */
export function summariseData(
  { corpus, summary, problems }: Pick<CorpusReading, 'corpus' | 'summary' | 'problems'>,
  bitexts: readonly Bitext[],
  bitextProblems: readonly ReadProblem[],
  files: DataSummary['files'],
): DataSummary {
  const rows: Record<'train' | 'dev' | 'test', Record<string, number>> = {
    train: {},
    dev: {},
    test: {},
  };
  for (const { split, languages } of summary)
    for (const { language, rows: count } of languages) rows[split][language] = count;
  return {
    corpus: corpus.name,
    synthetic: corpus.synthetic,
    languages: distinct(corpus, ({ language }) => language),
    rows,
    intents: distinct(corpus, ({ intent }) => intent).length,
    domains: distinct(corpus, ({ domain }) => domain).filter(Boolean).length,
    bitext: countPairs(bitexts),
    problems: [...problems, ...bitextProblems],
    files,
  };
}

/** The same of a collection, whose queries are its test rows. */
export function summariseCollection(
  { collection: { name, queries } }: CollectionInput,
  bitexts: readonly Bitext[],
  problems: readonly ReadProblem[],
  files: DataSummary['files'],
): DataSummary {
  const test: Record<string, number> = {};
  for (const { language } of queries) test[language] = (test[language] ?? 0) + 1;
  return {
    corpus: name,
    synthetic: false,
    languages: Object.keys(test),
    rows: { train: {}, dev: {}, test },
    intents: 0,
    domains: 0,
    bitext: countPairs(bitexts),
    ...{ problems, files },
  };
}

/** Pairs by language. */
export function countPairs(bitexts: readonly Bitext[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { language, pairs } of bitexts)
    counts[language] = (counts[language] ?? 0) + pairs.length;
  return counts;
}

type Row = Corpus['splits']['test'][number];

function distinct(corpus: Corpus, key: (row: Row) => string): string[] {
  return [...new Set(Object.values(corpus.splits).flatMap((rows) => rows.map(key)))];
}
