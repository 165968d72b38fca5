import { tokeniseWords } from '../../lib';

export interface Bm25Options {
  /** Saturation of term frequency, at least 0. Default 0.9, as Anserini; 1.2 is Lucene's. */
  readonly k1?: number;
  /** Share of length normalisation, in [0, 1]. Default 0.4, as Anserini; 0.75 is Lucene's. */
  readonly b?: number;
  /** Text to terms, the same for documents and queries. Default `tokeniseWords`: no stop words, no stemming. */
  readonly tokenise?: (text: string) => readonly string[];
}

/** A ranker that needs no training: scores of one text against all documents. */
export interface LexicalRanker {
  /** Number of documents. */
  readonly size: number;
  /** `[size]`; 0 for a document that shares no term with the query. Equal texts score the same to the last bit. */
  score(query: string): Float32Array;
  /** `[queries, size]`, row q as `score(queries[q])`. */
  scoreAll(queries: readonly string[]): Float32Array;
}

/**
 * Indexes documents for BM25,
 * `score(q, d) = sum_t qtf(t) ln(1 + (N - df(t) + .5) / (df(t) + .5)) tf(t, d) / (tf(t, d) + k1 (1 - b + b len(d) / avg))`,
 * with N documents, len in terms and avg its mean. That is Lucene's form: the idf of Robertson and Spärck Jones plus 1
 * within the logarithm, so that it is never negative; no constant factor k1 + 1, which changes no ranking; exact
 * lengths, which Lucene itself rounds to a byte.
 *
 * Sums run in float64 over the query's terms in their order of first occurrence and are rounded to float32 once, so
 * that ties do not depend on the machine. A document or query without terms scores 0 everywhere.
 *
 * @throws RangeError if `k1` or `b` is out of range.
 * @see Robertson & Zaragoza 2009, The Probabilistic Relevance Framework, section 3.4
 * @see Kamphuis et al. 2020, Which BM25 Do You Mean?, table 1, "Lucene (accurate)"
 */
export function openBm25(
  documents: readonly string[],
  { k1 = 0.9, b = 0.4, tokenise = tokeniseWords }: Bm25Options = {},
): LexicalRanker {
  if (!(k1 >= 0 && k1 < Number.POSITIVE_INFINITY))
    throw new RangeError(`openBm25: k1 must be finite and at least 0, got ${k1}`);
  if (!(b >= 0 && b <= 1)) throw new RangeError(`openBm25: b must be in [0, 1], got ${b}`);
  const size = documents.length;
  const postings = buildPostings(documents, tokenise);
  const weights = weigh(postings, size, k1, b);
  const sums = new Float64Array(size);

  const accumulate = (query: string) => {
    sums.fill(0);
    for (const [term, count] of countTerms(tokenise(query))) {
      const id = postings.ids.get(term);
      if (id === undefined) continue;
      const end = postings.offsets[id + 1]!;
      for (let at = postings.offsets[id]!; at < end; at++)
        sums[postings.documents[at]!]! += count * weights[at]!;
    }
    return sums;
  };
  return {
    size,
    score: (query) => Float32Array.from(accumulate(query)),
    scoreAll: (queries) => {
      const scores = new Float32Array(queries.length * size);
      queries.forEach((query, q) => {
        scores.set(accumulate(query), q * size);
      });
      return scores;
    },
  };
}

/** Where each term occurs: term `id` owns entries `offsets[id] .. offsets[id + 1]`. */
interface Postings {
  readonly ids: ReadonlyMap<string, number>;
  /** `[terms + 1]`. */
  readonly offsets: Uint32Array;
  /** `[entries]`, ascending within a term. */
  readonly documents: Uint32Array;
  /** `[entries]`, how often the term occurs there. */
  readonly frequencies: Uint32Array;
  /** `[documents]`, in terms. */
  readonly lengths: Float64Array;
}

function buildPostings(
  documents: readonly string[],
  tokenise: (text: string) => readonly string[],
): Postings {
  const ids = new Map<string, number>();
  const lists: number[][] = []; // per term: document, frequency, document, frequency, …
  const lengths = new Float64Array(documents.length);
  documents.forEach((text, document) => {
    const terms = tokenise(text);
    lengths[document] = terms.length;
    for (const [term, count] of countTerms(terms)) {
      const id = ids.get(term) ?? ids.size;
      if (id === ids.size) {
        ids.set(term, id);
        lists.push([]);
      }
      lists[id]!.push(document, count);
    }
  });
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, id) => {
    offsets[id + 1] = offsets[id]! + list.length / 2;
  });
  const flat = {
    documents: new Uint32Array(offsets.at(-1)!),
    frequencies: new Uint32Array(offsets.at(-1)!),
  };
  lists.forEach((list, id) => {
    for (let i = 0; i < list.length; i += 2) {
      flat.documents[offsets[id]! + i / 2] = list[i]!;
      flat.frequencies[offsets[id]! + i / 2] = list[i + 1]!;
    }
  });
  return { ids, offsets, ...flat, lengths };
}

/** `[entries]`: what one occurrence of the term in a query adds to the document's score. */
function weigh(
  { offsets, documents, frequencies, lengths }: Postings,
  size: number,
  k1: number,
  b: number,
): Float64Array {
  const average = lengths.reduce((sum, length) => sum + length, 0) / size;
  const weights = new Float64Array(documents.length);
  for (let id = 0; id + 1 < offsets.length; id++) {
    const df = offsets[id + 1]! - offsets[id]!;
    const idf = Math.log(1 + (size - df + 0.5) / (df + 0.5));
    for (let at = offsets[id]!; at < offsets[id + 1]!; at++) {
      const tf = frequencies[at]!;
      const relative = lengths[documents[at]!]! / average;
      weights[at] = (idf * tf) / (tf + k1 * (1 - b + b * relative));
    }
  }
  return weights;
}

function countTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
