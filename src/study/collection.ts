import type { CollectionText, RankingCollection, Utterance } from '../data';
import { packCsr, type Task } from '../eval';
import type { TieRule } from '../report';
import { type Judgements, tieOrder } from './judgements';

/** A collection to rank in place of a corpus. */
export interface CollectionInput {
  readonly collection: RankingCollection;
  /** A run whose documents alone are ranked, query by query. */
  readonly rerank?: RunToRerank | undefined;
  /** What readers had to leave out or change, for the report. */
  readonly notes: readonly string[];
}

/** The documents that a run retrieved. */
export interface RunToRerank {
  /** Its file, for people. */
  readonly name: string;
  /** Documents by query id; a query that is not there has none. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** A relevant document that no ranking of its query holds. */
interface Missing {
  readonly id: string;
  readonly grade: number;
}

/** A collection's judgements over the documents that are ranked. */
export interface JudgedCollection {
  /** Ids of the queries of all languages. */
  readonly queryIds: readonly string[];
  /** `[documents]`, each once. */
  readonly documentIds: readonly string[];
  /** By query id, grades of 1 and more by index of the document. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** By query id, indices of the documents that are ranked, ascending; undefined: all. */
  readonly lists: ReadonlyMap<string, Uint32Array> | undefined;
  /** By query id, relevant documents that are out of its list. */
  readonly missing: ReadonlyMap<string, readonly Missing[]>;
}

/** A text without any annotation. */
export function utteranceOf({ id, language, text }: CollectionText): Utterance {
  return { id, language, text, intent: '', domain: '', slots: [], parse: '' };
}

const NO_DOCUMENT = new Uint32Array(0);

/** Task C for queries of any language. */
export function judgeCollection(
  { documentIds, grades, lists, missing }: JudgedCollection,
  queryIds: readonly string[],
  ties: TieRule = 'trec',
): Judgements {
  const judged = queryIds.map((id) => [...(grades.get(id) ?? [])].sort(([a], [b]) => a - b));
  const lacking = queryIds.map((id) => missing.get(id) ?? []);
  const task: Task = {
    kind: 'C',
    queryIds,
    documentIds,
    relevant: packCsr(judged.map((rows) => rows.map(([document]) => document))),
    grades: Uint8Array.from(judged.flatMap((rows) => rows.map(([, grade]) => grade))),
    level: 1,
    excluded: packCsr(queryIds.map(() => [])),
    missing: lacking,
    skipped: Uint8Array.from(judged, (rows, q) => Number(rows.length + lacking[q]!.length === 0)),
  };
  return {
    tasks: [task],
    tieRank: tieOrder(documentIds, ties),
    ties,
    ...(lists && { lists: queryIds.map((id) => lists.get(id) ?? NO_DOCUMENT) }),
  };
}
