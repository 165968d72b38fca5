import { type CsrIndices, packCsr } from './csr';

/** T1: find the parallel utterance. T2: find all others of the same intent. */
export type TaskKind = 'T1' | 'T2';

/** What decides relevance; a query of any language carries the English text of its own id. */
export interface TaskItem {
  readonly id: string;
  /** Already normalised: equal strings count as one utterance. */
  readonly englishText: string;
  /** Root intent, e.g. `IN:GET_WEATHER`. */
  readonly intent: string;
}

/** Judgements of one task over fixed documents; row q of each list belongs to query q. */
export interface Task {
  readonly kind: TaskKind;
  readonly queryIds: readonly string[];
  readonly documentIds: readonly string[];
  /** Indices of the relevant documents. */
  readonly relevant: CsrIndices;
  /** Indices of the documents that are taken out of the ranking; disjoint from `relevant`. */
  readonly excluded: CsrIndices;
  /** `[queries]`, 1 where nothing is relevant: average precision is undefined, leave the query out of means. */
  readonly skipped: Uint8Array;
}

/**
 * Builds the judgements of one task.
 *
 * - T1: relevant = same id or same normalised English text; nothing is excluded.
 * - T2: excluded = same id or same normalised English text (else T2 would contain T1);
 *   relevant = all others of the same root intent.
 *
 * A query without a relevant document is marked as skipped, in T1 too. The result depends on nothing but
 * id, English text and intent, so parallel queries of all languages share one task.
 *
 * @see ../shared/design/evaluation.md, section 3, tasks T1 and T2
 */
export function buildTask(
  kind: TaskKind,
  queries: readonly TaskItem[],
  documents: readonly TaskItem[],
): Task {
  const byId = groupIndices(documents, (item) => item.id);
  const byText = groupIndices(documents, (item) => item.englishText);
  const byIntent = groupIndices(documents, (item) => item.intent);
  const same = queries.map((query) => union(byId.get(query.id), byText.get(query.englishText)));
  const relevant =
    kind === 'T1' ? same : queries.map((query, q) => without(byIntent.get(query.intent), same[q]!));
  return {
    kind,
    queryIds: queries.map((query) => query.id),
    documentIds: documents.map((document) => document.id),
    relevant: packCsr(relevant),
    excluded: packCsr(kind === 'T1' ? queries.map(() => []) : same),
    skipped: Uint8Array.from(relevant, (row) => (row.length === 0 ? 1 : 0)),
  };
}

/** Document indices by key, each list ascending. */
function groupIndices(
  items: readonly TaskItem[],
  key: (item: TaskItem) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  items.forEach((item, index) => {
    const group = groups.get(key(item));
    if (group) group.push(index);
    else groups.set(key(item), [index]);
  });
  return groups;
}

function union(a: readonly number[] = [], b: readonly number[] = []): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

function without(from: readonly number[] = [], drop: readonly number[]): number[] {
  return from.filter((index) => !drop.includes(index));
}
