import type { RankingCollection } from '../data';
import type { RunToRerank } from './collection';

/** The documents that a run has for the queries of a study. */
export interface ListReading {
  /** By query id, indices into the collection's documents; never empty. */
  readonly lists: ReadonlyMap<string, ReadonlySet<number>>;
  readonly notes: readonly string[];
}

/**
 * Finds the documents of a run in a collection: by their ids, in every language there is, or by their names
 * (`de:421`). What is not found is counted.
 *
 * @param names `[documents]`.
 * @param versions indices of the documents by id, one a language.
 * @throws RangeError if the run has none of the queries, or none of the documents for them.
 */
export function readLists(
  { name: collection, documents }: RankingCollection,
  names: readonly string[],
  versions: ReadonlyMap<string, readonly number[]>,
  queryIds: readonly string[],
  { name, lists: run }: RunToRerank,
): ListReading {
  const byName = new Map(names.map((document, at) => [document, [at]]));
  const lists = new Map<string, Set<number>>();
  let [entries, unknown] = [0, 0];
  for (const query of queryIds) {
    const list = new Set<number>();
    for (const docno of run.get(query) ?? []) {
      const found = versions.get(docno) ?? byName.get(docno) ?? [];
      entries++;
      if (found.length === 0) unknown++;
      for (const at of found) list.add(at);
    }
    if (list.size > 0) lists.set(query, list);
  }
  if (entries === 0)
    throw new RangeError(
      `Study: ${name} has none of the ${queryIds.length} queries of ${collection} (it begins with ${quoted(run.keys())}, the collection with ${quoted(queryIds)})`,
    );
  if (lists.size === 0) {
    const [first] = queryIds.flatMap((query) => run.get(query) ?? []);
    throw new RangeError(
      `Study: ${name} has none of the ${documents.length} documents of ${collection} (it begins with ${quoted([first!])}, the collection with ${quoted(versions.keys())})`,
    );
  }
  const wanted = new Set(queryIds);
  const others = [...run.keys()].filter((query) => !wanted.has(query)).length;
  const without = queryIds.length - lists.size;
  const sizes = [...lists.values()].map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return {
    lists,
    notes: [
      `Re-ranked: only the documents that ${name} has for a query are scored, ${least === most ? least : `${least} to ${most}`} a query.`,
      ...(unknown > 0
        ? [
            `${name}: ${unknown} of ${entries} entries name no document of ${collection} and were left out.`,
          ]
        : []),
      ...(without > 0
        ? [
            `${name}: ${without} of ${queryIds.length} queries have no document there; nothing is retrieved for them.`,
          ]
        : []),
      ...(others > 0 ? [`${name}: ${others} of its queries are not evaluated.`] : []),
    ],
  };
}

function quoted(ids: Iterable<string>): string {
  const [first = ''] = ids;
  return JSON.stringify(first);
}
