import type { CollectionText, RankingCollection } from '../data';
import type { JudgedCollection, RunToRerank } from './collection';
import { type ListReading, readLists } from './rerankLists';

interface Judged {
  readonly documents: readonly CollectionText[];
  readonly judged: JudgedCollection;
  readonly notes: readonly string[];
}

/**
 * The documents to rank and their grades: all of the collection, or those of a run. A document in several languages
 * is one in each, called `de:421`, and judged alike.
 *
 * @throws RangeError as `readLists`.
 */
export function judgeDocuments(
  collection: RankingCollection,
  queryIds: readonly string[],
  rerank: RunToRerank | undefined,
): Judged {
  const { documents: all, qrels } = collection;
  const several = new Set(all.map(({ language }) => language)).size > 1;
  const names = all.map(({ language, id }) => (several ? `${language}:${id}` : id));
  const versions = indicesById(all);
  const read = rerank && readLists(collection, names, versions, queryIds, rerank);
  const chosen = read ? chosenOf(read) : all.map((_, at) => at);
  const places = new Map(chosen.map((at, place) => [at, place]));
  const grades = new Map<string, Map<number, number>>();
  const missing = new Map<string, { id: string; grade: number }[]>();
  const wanted = new Set(queryIds);
  for (const { query, document, grade } of qrels) {
    if (grade < 1 || !wanted.has(query)) continue;
    for (const at of versions.get(document) ?? []) {
      if (!read || read.lists.get(query)?.has(at))
        entryOf(grades, query, () => new Map()).set(places.get(at)!, grade);
      else entryOf(missing, query, () => []).push({ id: names[at]!, grade });
    }
  }
  const placed = ([query, list]: readonly [string, ReadonlySet<number>]) =>
    [query, Uint32Array.from(list, (at) => places.get(at)!).sort()] as const;
  const judged = {
    ...{ queryIds, grades, missing },
    documentIds: chosen.map((at) => names[at]!),
    lists: read && new Map([...read.lists].map(placed)),
  };
  const notes = read && rerank ? [...read.notes, lackNote(rerank, grades, missing)] : [];
  return { documents: chosen.map((at) => all[at]!), judged, notes };
}

function indicesById(documents: readonly CollectionText[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  documents.forEach(({ id }, at) => {
    entryOf(indices, id, () => []).push(at);
  });
  return indices;
}

/** Documents of all lists, in the order of the collection. */
function chosenOf({ lists }: ListReading): number[] {
  return [...new Set([...lists.values()].flatMap((list) => [...list]))].sort((a, b) => a - b);
}

function lackNote(
  { name }: RunToRerank,
  grades: ReadonlyMap<string, ReadonlyMap<number, number>>,
  missing: ReadonlyMap<string, readonly unknown[]>,
): string {
  const found = [...grades.values()].reduce((sum, { size }) => sum + size, 0);
  const lacking = [...missing.values()].reduce((sum, { length }) => sum + length, 0);
  return `${name}: ${lacking} of ${found + lacking} relevant documents are not in the list of their query and count as not retrieved.`;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}
