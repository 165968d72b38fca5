import { type OtEngine, readStatus } from '../ot';
import type { TokenSet } from '../train';

/** Documents a query whose distance is computed: those that MaxSim has first. */
export const RESCORED = 100;

/** Entropic transport over cosine cost, as in the alignment of words. */
const SETTINGS = { eps: 0.05, iterations: 50 };

/**
 * Ranks by transport distance: the `RESCORED` documents of a query with the highest MaxSim are put in the order of
 * `-<P, C>`, before all others, which keep theirs. A document or query without tokens stays where it is.
 *
 * @param scores `[queries, documents]`, MaxSim / query length, in [-1, 1].
 * @returns `[queries, documents]`: `3 - <P, C>` for the first ones, which is at least 1, the score of the others.
 */
export async function rescoreByTransport(
  engine: OtEngine,
  scores: Float32Array,
  queries: TokenSet,
  documents: TokenSet,
  signal: AbortSignal,
): Promise<Float32Array> {
  const count = documents.offsets.length - 1;
  const rescored = scores.slice();
  for (let query = 0; query + 1 < queries.offsets.length; query++) {
    signal.throwIfAborted();
    const own = textOf(queries, query);
    if (own.length === 0) continue;
    const row = scores.subarray(query * count, (query + 1) * count);
    const chosen = firstOf(row).filter((document) => textOf(documents, document).length > 0);
    if (chosen.length === 0) continue;
    const { status } = await engine.solve(batchOf(own, chosen, documents), SETTINGS);
    chosen.forEach((document, at) => {
      rescored[query * count + document] = 3 - readStatus(status, at).loss;
    });
  }
  return rescored;
}

/** Indices of the highest scores; equal ones in their order. */
function firstOf(row: Float32Array): number[] {
  const order = Array.from(row.keys());
  return order.sort((a, b) => row[b]! - row[a]! || a - b).slice(0, RESCORED);
}

/** One problem a document: its tokens as x, the query's as y. */
function batchOf(query: Float32Array, chosen: readonly number[], documents: TokenSet) {
  const d = documents.dimension;
  const texts = chosen.map((document) => textOf(documents, document));
  const x = new Float32Array(texts.reduce((sum, text) => sum + text.length, 0));
  const y = new Float32Array(chosen.length * query.length);
  let at = 0;
  texts.forEach((text, k) => {
    x.set(text, at);
    at += text.length;
    y.set(query, k * query.length);
  });
  return {
    ...{ x, y, d },
    rowCounts: texts.map((text) => text.length / d),
    columnCounts: chosen.map(() => query.length / d),
  };
}

function textOf({ vectors, offsets, dimension }: TokenSet, text: number): Float32Array {
  return vectors.subarray(offsets[text]! * dimension, offsets[text + 1]! * dimension);
}
