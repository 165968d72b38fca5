import type { CollectionText, Split, Utterance } from '../data';
import type { StudyInput } from '../study';
import type { DataPart, PreviewRow } from './dataTypes';

/** A table of what is loaded, without a copy of its rows. */
export interface PreviewTable {
  readonly part: DataPart;
  row(index: number): PreviewRow;
  /** Null where rows have no language of their own. */
  language(index: number): string | null;
  /** Everything that a search looks at. */
  words(index: number): readonly string[];
}

const SPLITS: readonly Split[] = ['train', 'dev', 'test'];

/** The tables of a study's input that have rows. */
export function previewTables(input: StudyInput): PreviewTable[] {
  const { corpus, bitext, collection, relevance } = input;
  const ranked = collection?.collection ?? relevance;
  const tables = SPLITS.map((split) => utterances(split, corpus.splits[split]));
  if (ranked) {
    tables.push(texts('queries', ranked.queries), texts('documents', ranked.documents));
    tables.push(judgements(ranked.qrels));
  }
  bitext.forEach((one, index) => {
    tables.push(pairs(index, one));
  });
  return tables.filter(({ part }) => part.rows > 0);
}

function utterances(split: Split, rows: readonly Utterance[]): PreviewTable {
  return {
    part: { id: split, label: split, rows: rows.length, languages: languagesOf(rows) },
    language: (index) => rows[index]!.language,
    words(index) {
      const { id, text, intent, domain, slots } = rows[index]!;
      return [text, id, intent, domain, ...slots.map(({ name }) => name)];
    },
    row(index) {
      const { id, language, text, intent, domain, slots } = rows[index]!;
      return { kind: 'utterance', number: index + 1, id, language, text, intent, domain, slots };
    },
  };
}

function texts(id: 'queries' | 'documents', rows: readonly CollectionText[]): PreviewTable {
  return {
    part: { id, label: id, rows: rows.length, languages: languagesOf(rows) },
    language: (index) => rows[index]!.language,
    words: (index) => [rows[index]!.text, rows[index]!.id],
    row: (index) => ({ kind: 'text', number: index + 1, ...rows[index]! }),
  };
}

function judgements(
  rows: readonly { query: string; document: string; grade: number }[],
): PreviewTable {
  return {
    part: { id: 'judgements', label: 'judgements', rows: rows.length, languages: [] },
    language: () => null,
    words: (index) => [rows[index]!.query, rows[index]!.document],
    row: (index) => ({ kind: 'judgement', number: index + 1, ...rows[index]! }),
  };
}

function pairs(
  position: number,
  { name, language, pairs: rows }: StudyInput['bitext'][number],
): PreviewTable {
  const label = name.includes(language) ? name : `${name} (${language})`;
  return {
    part: {
      ...{ id: `bitext:${position}`, label: `bitext ${label}`, rows: rows.length },
      languages: [{ language, rows: rows.length }],
    },
    language: () => language,
    words: (index) => [rows[index]!.english, rows[index]!.foreign],
    row(index) {
      const { english, foreign, score } = rows[index] as (typeof rows)[number] & { score?: number };
      const number = index + 1;
      return { kind: 'pair', number, language, english, foreign, score: score ?? null };
    },
  };
}

function languagesOf(rows: readonly { readonly language: string }[]): DataPart['languages'] {
  const counts = new Map<string, number>();
  for (const { language } of rows) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].map(([language, count]) => ({ language, rows: count }));
}
