import { languageShareAt, maxAtR, rankBiasedExposure } from './exposure';
import { type PeerOptions, type PoolDocument, peer } from './peer';

/** One query of a task with a pool of several languages (T4). */
export interface PoolQuery {
  /** ALL relevant documents with their places. */
  readonly relevant: readonly PoolDocument[];
  /** Languages of the ranked documents, best first; at least the first k, or the whole pool. */
  readonly list: readonly string[];
}

export interface PoolOptions extends PeerOptions {
  /** Of the pool, in the order of the report. */
  readonly languages: readonly string[];
  /** Of `rankBiasedExposure`, default .8. */
  readonly persistence?: number;
}

/** A mean over queries; null when none has a value. */
export interface PoolMean {
  readonly value: number | null;
  /** Queries behind it; the rest are left out. */
  readonly queries: number;
  /** `[queries]`, null where left out. */
  readonly perQuery: readonly (number | null)[];
}

/** Language bias of one system's rankings; plain JSON. */
export interface PoolReport {
  readonly k: number;
  readonly queries: number;
  readonly peer: PoolMean;
  /** Mean number of relevant documents behind each PEER; few of them make it high. */
  readonly peerDocuments: number | null;
  readonly maxAtR: PoolMean;
  /** `[languages]`, mean share of the first k documents; null without any ranking. */
  readonly share: readonly { readonly language: string; readonly value: number | null }[];
  /** `[languages]`, mean rank-biased exposure in the list as given. */
  readonly exposure: readonly { readonly language: string; readonly value: number | null }[];
}

/**
 * PEER@k, Max@R, language share@k and rank-biased exposure, averaged over queries.
 *
 * @throws RangeError as the single measures, or if a relevant document is not in the language that `list` has at its
 *   rank.
 * @see ../shared/design/evaluation.md, section 4, Disparity
 */
export function measurePool(queries: readonly PoolQuery[], options: PoolOptions): PoolReport {
  const { k, languages, persistence } = options;
  for (const [q, query] of queries.entries()) assertConsistent(query, q, options);
  const peers = queries.map(({ relevant }) => peer(relevant, options));
  const documents = peers.map((one) =>
    one ? one.levels.reduce((total, level) => total + level.documents, 0) : null,
  );
  const worst = queries.map(({ relevant }) => maxAtR(relevant.map(({ rank }) => rank)));
  const byLanguage = (of: (list: readonly string[]) => number[] | null) => {
    const shares = queries.map(({ list }) => of(list));
    return languages.map((language, l) => ({
      language,
      value: meanOf(shares.map((share) => share && share[l]!)).value,
    }));
  };
  return {
    k,
    queries: queries.length,
    peer: meanOf(peers.map((one) => one?.value ?? null)),
    peerDocuments: meanOf(documents).value,
    maxAtR: meanOf(worst),
    share: byLanguage((list) => languageShareAt(list, languages, k)),
    exposure: byLanguage((list) => rankBiasedExposure(list, languages, persistence)),
  };
}

function meanOf(perQuery: readonly (number | null)[]): PoolMean {
  const known = perQuery.filter((value) => value !== null);
  const sum = known.reduce((a, b) => a + b, 0);
  return { value: known.length ? sum / known.length : null, queries: known.length, perQuery };
}

function assertConsistent({ relevant, list }: PoolQuery, query: number, options: PoolOptions) {
  const deepest = relevant.reduce((most, { rank }) => Math.max(most, rank ?? 0), 0);
  // A list cut short would change the shares, unless the whole pool is that small.
  if (list.length < Math.min(options.k, deepest))
    throw new RangeError(
      `measurePool: query ${query} lists ${list.length} documents, fewer than k = ${options.k}, but has one at rank ${deepest}`,
    );
  for (const { rank, language } of relevant) {
    if (!options.languages.includes(language))
      throw new RangeError(
        `measurePool: query ${query} has a document in ${language}, not among ${options.languages}`,
      );
    const listed = rank === null ? undefined : list[rank - 1];
    if (listed !== undefined && listed !== language)
      throw new RangeError(
        `measurePool: query ${query} has a ${language} document at rank ${rank}, where the list has ${listed}`,
      );
  }
}
