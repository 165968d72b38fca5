import { type CsrIndices, packCsr } from './csr';

/**
 * T1: the parallel text. T2: others of the same topic. T3: as T2, graded by template. T4: the translations of the
 * query in a pool of all languages. T5: others of the same domain. C: the judgements of a collection, which no text
 * decides.
 */
export type TaskKind = 'T1' | 'T2' | 'T3' | 'T4' | 'T5' | 'C';

/** A task whose judgements follow from the texts. */
type BuiltKind = Exclude<TaskKind, 'C'>;

/** What decides relevance; a query of any language carries the English text of its own id. */
export interface TaskItem {
  readonly id: string;
  readonly language: string;
  /** Already normalised: equal strings count as one text. */
  readonly englishText: string;
  /** What T2 goes by: the root intent, e.g. `GET_WEATHER`, or the document of line-aligned text. */
  readonly intent: string;
  /** The ordered tree of intent and slot labels, for T3; '' has no template. */
  readonly template: string;
  /** '' has no domain. */
  readonly domain: string;
}

/** Judgements of one task over fixed documents; row q of each list belongs to query q. */
export interface Task {
  readonly kind: TaskKind;
  readonly queryIds: readonly string[];
  readonly documentIds: readonly string[];
  /** Indices of the relevant documents. */
  readonly relevant: CsrIndices;
  /** `[relevant]`, the grade of each, at least 1. */
  readonly grades: Uint8Array;
  /** The grade from which a document counts as relevant for average precision. */
  readonly level: number;
  /** Indices of the documents that are taken out of the ranking; disjoint from `relevant`. */
  readonly excluded: CsrIndices;
  /** `[queries]`, relevant documents that are in no ranking, such as those that a list to re-rank lacks; default none. */
  readonly missing?: readonly (readonly { readonly id: string; readonly grade: number }[])[];
  /** `[queries]`, 1 where nothing is relevant at `level`: average precision is undefined, leave the query out of means. */
  readonly skipped: Uint8Array;
}

interface Judged {
  /** Ascending. */
  readonly relevant: readonly number[];
  /** Of those whose grade is not 1. */
  readonly graded?: ReadonlyMap<number, number>;
  readonly excluded: readonly number[];
}

/**
 * Builds the judgements of one task. `same` are the documents with the query's id or normalised English text.
 *
 * - T1: relevant = same; nothing is excluded.
 * - T2: excluded = same (else T2 would contain T1); relevant = all others of the same intent.
 * - T3: as T2, grade 2 for the same template, 1 for the same intent alone; average precision counts grade 2.
 * - T4: documents of several languages. Excluded = same in the query's own language, where a ranker finds the query
 *   itself; relevant = same in the others.
 * - T5: as T2 by domain.
 *
 * A query without a relevant document is marked as skipped, in T1 too. But for T4 the result depends on no language,
 * so parallel queries of all languages share one task.
 *
 * @see ../shared/design/evaluation.md, section 3, tasks T1 to T5
 */
export function buildTask(
  kind: BuiltKind,
  queries: readonly TaskItem[],
  documents: readonly TaskItem[],
): Task {
  const judge = judges[kind](documents);
  const sameOf = sameIn(documents);
  const judged = queries.map((query) => judge(query, sameOf(query)));
  const level = kind === 'T3' ? 2 : 1;
  const grade = ({ graded }: Judged, index: number) => graded?.get(index) ?? 1;
  return {
    kind,
    queryIds: queries.map((query) => query.id),
    documentIds: documents.map(kind === 'T4' ? pooledId : ({ id }) => id),
    relevant: packCsr(judged.map(({ relevant }) => relevant)),
    grades: Uint8Array.from(judged.flatMap((row) => row.relevant.map((k) => grade(row, k)))),
    level,
    excluded: packCsr(judged.map(({ excluded }) => excluded)),
    skipped: Uint8Array.from(judged, (row) =>
      row.relevant.some((index) => grade(row, index) >= level) ? 0 : 1,
    ),
  };
}

/** Name of a document in a pool of several languages, where an id alone is not unique: `th:421`. */
export function pooledId({ language, id }: Pick<TaskItem, 'language' | 'id'>): string {
  return `${language}:${id}`;
}

type Judge = (query: TaskItem, same: readonly number[]) => Judged;

const judges: Readonly<Record<BuiltKind, (documents: readonly TaskItem[]) => Judge>> = {
  T1: () => (_, same) => ({ relevant: same, excluded: [] }),
  T2: (documents) => others(documents, ({ intent }) => intent),
  T3: (documents) => {
    const ofIntent = others(documents, ({ intent }) => intent);
    const ofTemplate = others(documents, ({ template }) => template);
    return (query, same) => {
      const best = ofTemplate(query, same).relevant;
      const { relevant, excluded } = ofIntent(query, same);
      const graded = new Map(best.map((index) => [index, 2]));
      return { relevant: union(relevant, best), graded, excluded };
    };
  },
  T4: (documents) => (query, same) => {
    const own = (index: number) => documents[index]!.language === query.language;
    return { relevant: same.filter((k) => !own(k)), excluded: same.filter(own) };
  },
  T5: (documents) => others(documents, ({ domain }) => domain),
};

/** All with the query's key but `same`; none where the key is ''. */
function others(documents: readonly TaskItem[], key: (item: TaskItem) => string): Judge {
  const groups = groupIndices(documents, key);
  return (query, same) => {
    const own = new Set(same);
    const group = key(query) === '' ? [] : (groups.get(key(query)) ?? []);
    return { relevant: group.filter((index) => !own.has(index)), excluded: same };
  };
}

function sameIn(documents: readonly TaskItem[]): (query: TaskItem) => number[] {
  const byId = groupIndices(documents, ({ id }) => id);
  const byText = groupIndices(documents, ({ englishText }) => englishText);
  return ({ id, englishText }) => union(byId.get(id), byText.get(englishText));
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
