import type { QueryPairs } from '../../worker';

export type QueryRows = QueryPairs['rows'];

export const QUERY_KEYS = ['difference', 'a', 'b', 'query', 'topic', 'language'] as const;
export type QueryKey = (typeof QUERY_KEYS)[number];

/** A rectangle of average precisions, 0..1. */
export interface Brush {
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

/** Which queries are listed. */
export interface QueryChoice {
  readonly brush: Brush | null;
  readonly language: string | null;
  readonly topic: string | null;
  readonly moved: 'all' | 'gained' | 'lost' | 'unchanged';
}

export const EVERYTHING: QueryChoice = { brush: null, language: null, topic: null, moved: 'all' };

/** Places of the rows that are chosen, in their order. */
export function chooseQueries(rows: QueryRows, choice: QueryChoice): Uint32Array {
  const { brush, language, topic, moved } = choice;
  const chosen = new Uint32Array(rows.a.length);
  let count = 0;
  for (let k = 0; k < rows.a.length; k++) {
    const [a, b] = [rows.a[k]!, rows.b[k]!];
    if (brush && !(a >= brush.a[0] && a <= brush.a[1] && b >= brush.b[0] && b <= brush.b[1]))
      continue;
    if (language !== null && rows.languages[k] !== language) continue;
    if (topic !== null && rows.topics[k] !== topic) continue;
    if (moved !== 'all' && moveOf(b - a) !== moved) continue;
    chosen[count++] = k;
  }
  return chosen.slice(0, count);
}

function moveOf(difference: number): QueryChoice['moved'] {
  if (difference > 0) return 'gained';
  return difference < 0 ? 'lost' : 'unchanged';
}

/** The same places in another order; rows that are equal keep theirs. */
export function sortQueries(
  rows: QueryRows,
  chosen: Uint32Array,
  key: QueryKey,
  descending: boolean,
): Uint32Array {
  const sign = descending ? -1 : 1;
  const texts = { query: rows.ids, topic: rows.topics, language: rows.languages };
  if (key === 'query' || key === 'topic' || key === 'language') {
    const of = texts[key];
    // Places of the texts among themselves: comparing numbers is many times faster than comparing texts.
    const order = new Map([...new Set(of)].sort().map((text, place) => [text, place]));
    const places = Float64Array.from(of, (text) => order.get(text)!);
    return chosen.toSorted((i, j) => sign * (places[i]! - places[j]!) || i - j);
  }
  const value = (k: number) =>
    key === 'difference' ? rows.b[k]! - rows.a[k]! : key === 'a' ? rows.a[k]! : rows.b[k]!;
  return chosen.toSorted((i, j) => sign * (value(i) - value(j)) || i - j);
}
