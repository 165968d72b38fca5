import { testRanks } from './kruskalWallis';

/** A relevant document of one query in a pool of several languages. */
export interface PoolDocument {
  readonly language: string;
  /** 1-based place in the ranking of the whole pool; null = not retrieved. */
  readonly rank: number | null;
  /** Level of relevance, a whole number >= 1. */
  readonly level: number;
}

export interface PeerOptions {
  /** Depth of the list; relevant documents below it count as not retrieved. */
  readonly k: number;
  /** Weight of each level of relevance, >= 0, together 1. */
  readonly weights: Readonly<Record<number, number>>;
  /** Reproduces the package instead, see `peer`. Default false. */
  readonly asPackage?: boolean;
}

/** One level of relevance. */
export interface PeerLevel {
  readonly level: number;
  readonly weight: number;
  /** Relevant documents, and those within the first k. p is near 1 for few of them, whatever their order. */
  readonly documents: number;
  readonly retrieved: number;
  readonly languages: number;
  /** Kruskal-Wallis; null where there is nothing to test (p = 1 by definition). */
  readonly h: number | null;
  readonly p: number;
}

/** PEER of one query; plain JSON. */
export interface Peer {
  /** In [0, 1]; 1 = the languages have equal expected rank. */
  readonly value: number;
  readonly levels: readonly PeerLevel[];
}

/**
 * PEER@k, the probability of equal expected rank: for each level of relevance the Kruskal-Wallis p of the hypothesis
 * that its documents have the same expected rank in every language, averaged by weight. The test runs on the places in
 * the list themselves. A level of one language, or without any document in the first k, has p = 1.
 *
 * The U relevant documents of a level that are not in the first k share the average of the tail places that follow,
 * `k + (U + 1) / 2`; levels without documents leave the weights. `asPackage` follows peer_measure 0.0.1 in both: there
 * the tail starts after N, the number of the level's documents (so it can lie above retrieved documents and reward a
 * miss), and an absent level adds 0.
 *
 * @returns null when no document has a level of positive weight: leave such a query out.
 * @throws RangeError unless k >= 1, ranks >= 1 and levels >= 1 are whole, no rank occurs twice and weights sum to 1.
 * @see Yang, Jänich, Mayfield & Lawrie 2024, Language Fairness in Multilingual Information Retrieval, SIGIR, section 3
 */
export function peer(documents: readonly PoolDocument[], options: PeerOptions): Peer | null {
  const { k, weights, asPackage = false } = options;
  assertDocuments(documents);
  assertOptions(options);
  const present = [...new Set(documents.map(({ level }) => level))].sort((a, b) => a - b);
  const levels = present
    .filter((level) => (weights[level] ?? 0) > 0)
    .map((level) => {
      const own = documents.filter((document) => document.level === level);
      return measureLevel(level, weights[level]!, own, k, asPackage ? own.length : k);
    });
  if (levels.length === 0) return null;
  const sum = levels.reduce((total, { weight, p }) => total + weight * p, 0);
  const share = asPackage ? 1 : levels.reduce((total, { weight }) => total + weight, 0);
  return { value: sum / share, levels };
}

function measureLevel(
  level: number,
  weight: number,
  own: readonly PoolDocument[],
  k: number,
  tailStart: number,
): PeerLevel {
  const found = ({ rank }: PoolDocument) => rank !== null && rank <= k;
  const retrieved = own.filter(found).length;
  const tail = tailStart + (own.length - retrieved + 1) / 2;
  const languages = [...new Set(own.map(({ language }) => language))];
  const groups = languages.map((language) =>
    own
      .filter((document) => document.language === language)
      .map((document) => (found(document) ? document.rank! : tail)),
  );
  const test = retrieved === 0 ? null : testRanks(groups);
  const counts = { documents: own.length, retrieved, languages: groups.length };
  return { level, weight, ...counts, h: test?.h ?? null, p: test?.p ?? 1 };
}

/** @throws RangeError as `peer`. */
export function assertDocuments(documents: readonly PoolDocument[]): void {
  const seen = new Set<number>();
  for (const { rank, level } of documents) {
    if (!(Number.isInteger(level) && level >= 1))
      throw new RangeError(`peer: levels must be integers of at least 1, got ${level}`);
    if (rank === null) continue;
    if (!(Number.isInteger(rank) && rank >= 1))
      throw new RangeError(`peer: ranks must be integers of at least 1 or null, got ${rank}`);
    if (seen.has(rank)) throw new RangeError(`peer: rank ${rank} occurs twice`);
    seen.add(rank);
  }
}

function assertOptions({ k, weights }: PeerOptions): void {
  if (!(Number.isInteger(k) && k >= 1))
    throw new RangeError(`peer: k must be an integer of at least 1, got ${k}`);
  const values = Object.values(weights);
  const sum = values.reduce((a, b) => a + b, 0);
  if (!(values.every((weight) => weight >= 0) && Math.abs(sum - 1) < 1e-6))
    throw new RangeError(
      `peer: weights must be at least 0 and sum to 1, got ${JSON.stringify(weights)}`,
    );
}
