import type { MaxSimInput, TransportBatch } from './types';

/** Items `first` .. `last` - 1. */
export interface Share {
  readonly first: number;
  readonly last: number;
}

/** Cuts items into at most `count` runs of about equal cost; none is empty. */
export function cutShares(costs: ArrayLike<number>, count: number): Share[] {
  let left = 0;
  for (let at = 0; at < costs.length; at++) left += costs[at]!;
  const shares: Share[] = [];
  let first = 0;
  for (let wanted = count; first < costs.length; wanted--) {
    const target = left / Math.max(1, wanted);
    let [last, sum] = [first + 1, costs[first]!];
    // An item goes where more than half of it lies before the cut.
    while (last < costs.length && (wanted <= 1 || sum + costs[last]! / 2 <= target))
      sum += costs[last++]!;
    shares.push({ first, last });
    left -= sum;
    first = last;
  }
  return shares;
}

/** Shares that `costs` are worth: at most `threads`, each of at least `least` in all. */
export function worthwhile(costs: ArrayLike<number>, least: number, threads: number): number {
  let total = 0;
  for (let at = 0; at < costs.length; at++) total += costs[at]!;
  return Math.max(1, Math.min(threads, Math.floor(total / least)));
}

/** n m (d + iterations) per problem: what cost, gradient and iterations come to. */
export function problemCosts(batch: TransportBatch, iterations: number): Float64Array {
  const { rowCounts, columnCounts, d } = batch;
  return Float64Array.from(rowCounts, (n, b) => n * columnCounts[b]! * (d + iterations));
}

/** Multiplications per document, whose tokens are computed in panels of 8. */
export function documentCosts({ queries, documentOffsets }: MaxSimInput): Float64Array {
  return Float64Array.from({ length: documentOffsets.length - 1 }, (_, t) => {
    const panels = Math.ceil((documentOffsets[t + 1]! - documentOffsets[t]!) / 8);
    return Math.max(1, 8 * panels * queries.length);
  });
}

/** Where a share begins in the packed arrays of a batch. */
export interface Place {
  row: number;
  column: number;
  entry: number;
}

/** The problems of each share as a batch of their own (views), and where it lies in the whole. */
export function batchShares(
  batch: TransportBatch,
  shares: readonly Share[],
): { batch: TransportBatch; place: Place; share: Share }[] {
  const { x, y, d, weights, start } = batch;
  const end: Place = { row: 0, column: 0, entry: 0 };
  return shares.map((share) => {
    const place = { ...end };
    const rowCounts = Uint32Array.from(counts(batch.rowCounts, share));
    const columnCounts = Uint32Array.from(counts(batch.columnCounts, share));
    rowCounts.forEach((n, b) => {
      end.row += n;
      end.column += columnCounts[b]!;
      end.entry += n * columnCounts[b]!;
    });
    const [from, to] = [place.row + place.column, end.row + end.column];
    const part: TransportBatch = {
      x: x.subarray(place.row * d, end.row * d),
      y: y.subarray(place.column * d, end.column * d),
      d,
      rowCounts,
      columnCounts,
      ...(weights && { weights: weights.subarray(from, to) }),
      ...(start && { start: start.subarray(from, to) }),
    };
    return { batch: part, place, share };
  });
}

function* counts(values: ArrayLike<number>, { first, last }: Share): Generator<number> {
  for (let at = first; at < last; at++) yield values[at]!;
}

/** The documents of a share with all queries (views). */
export function documentShare(input: MaxSimInput, { first, last }: Share): MaxSimInput {
  const { d, documents, documentOffsets } = input;
  const token = documentOffsets[first]!;
  const offsets = Uint32Array.from({ length: last - first + 1 }, (_, t) => {
    return documentOffsets[first + t]! - token;
  });
  return {
    ...input,
    documents: documents.subarray(token * d, documentOffsets[last]! * d),
    documentOffsets: offsets,
  };
}
