import type { Problems } from '../problems';
import type { Language } from '../types';
import type { Judgements } from './judgements';
import type {
  CollectionCounts,
  CollectionFormat,
  CollectionText,
  Judgement,
  RankingCollection,
} from './types';

/** What was read, before it is known to fit together. */
export interface Parts {
  readonly name: string;
  readonly format: CollectionFormat;
  readonly queries: readonly CollectionText[];
  readonly documents: readonly CollectionText[];
  readonly judgements: Judgements;
  readonly unjudgedQueries: number;
  readonly unreadDocuments: number;
}

/** Keeps the judgements whose query and document are there, and says what is not. */
export function joinCollection(
  parts: Parts,
  problems: Problems,
): { collection: RankingCollection; counts: CollectionCounts } {
  const { name, queries, documents, judgements } = parts;
  const { file } = judgements;
  const [knownQueries, knownDocuments] = [idsOf(queries), idsOf(documents)];
  const [lostQueries, lostDocuments] = [new Set<string>(), new Set<string>()];
  let [unknownQueries, unknownDocuments] = [0, 0];
  const qrels: Judgement[] = [];
  const relevant = new Set<string>();
  for (const row of judgements.rows()) {
    if (!knownQueries.has(row.query)) {
      unknownQueries += 1;
      lostQueries.add(row.query);
    } else if (!knownDocuments.has(row.document)) {
      unknownDocuments += 1;
      lostDocuments.add(row.document);
    } else {
      qrels.push(row);
      if (row.grade > 0) relevant.add(row.query);
    }
  }
  const lost = (count: number, what: string, ids: ReadonlySet<string>) =>
    problems.ids(file, `${count} judgements left out, of ${ids.size} unknown ${what}`, ids);
  lost(unknownQueries, 'queries', lostQueries);
  lost(unknownDocuments, 'documents', lostDocuments);
  const { negative, repeated } = judgements;
  if (negative > 0) problems.note(file, `${negative} grades below 0: not relevant`);
  if (repeated > 0) problems.note(file, `${repeated} judgements are there again with equal grade`);
  const hopeless = [...knownQueries].filter((id) => !relevant.has(id));
  problems.ids(file, `${hopeless.length} queries without a relevant document`, hopeless);
  noteGaps(file, 'queries', queries, problems);
  noteGaps(file, 'judged documents', judgedOf(documents, qrels), problems);
  const counts = {
    badRows: problems.badRows,
    ...{ unknownQueries, unknownDocuments, negative, repeated },
    unjudgedQueries: parts.unjudgedQueries,
    withoutRelevant: hopeless.length,
    unreadDocuments: parts.unreadDocuments,
  };
  return { collection: { name, queries, documents, qrels }, counts };
}

function judgedOf(
  documents: readonly CollectionText[],
  qrels: readonly Judgement[],
): CollectionText[] {
  const judged = new Set(qrels.map((row) => row.document));
  return documents.filter(({ id }) => judged.has(id));
}

/** Languages are comparable only over ids that all of them have. */
function noteGaps(
  file: string,
  what: string,
  texts: readonly CollectionText[],
  problems: Problems,
): void {
  const all = idsOf(texts);
  const byLanguage = new Map<Language, Set<string>>();
  for (const { id, language } of texts) {
    const ids = byLanguage.get(language) ?? new Set<string>();
    byLanguage.set(language, ids.add(id));
  }
  for (const [language, ids] of byLanguage) {
    const missing = [...all].filter((id) => !ids.has(id));
    problems.ids(file, `${missing.length} ${what} are not in ${language}`, missing);
  }
}

function idsOf(texts: readonly CollectionText[]): ReadonlySet<string> {
  return new Set(texts.map(({ id }) => id));
}
