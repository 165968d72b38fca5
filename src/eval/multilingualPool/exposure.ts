/**
 * Max@R: the depth at which the last of the parallel documents is found, the largest of their ranks.
 *
 * @param ranks 1-based places of ALL parallel documents; null = not retrieved.
 * @returns null when there are none, or when one was not retrieved, as its rank is not known.
 * @throws RangeError unless the ranks are integers of at least 1.
 * @see arXiv 2604.05684
 */
export function maxAtR(ranks: readonly (number | null)[]): number | null {
  let worst: number | null = null;
  for (const rank of ranks) {
    if (rank === null) return null;
    if (!(Number.isInteger(rank) && rank >= 1))
      throw new RangeError(`maxAtR: ranks must be integers of at least 1 or null, got ${rank}`);
    worst = Math.max(worst ?? 0, rank);
  }
  return worst;
}

/**
 * Share of each language among the first k documents (all of them when the list is shorter); together 1.
 *
 * @param list languages of the documents, best first.
 * @param languages those to report; a document in another is an error, a language without documents has 0.
 * @returns `[languages]`; null for an empty list.
 * @throws RangeError if k is not an integer of at least 1 or a document is in none of the languages.
 */
export function languageShareAt(
  list: readonly string[],
  languages: readonly string[],
  k: number,
): number[] | null {
  if (!(Number.isInteger(k) && k >= 1))
    throw new RangeError(`languageShareAt: k must be an integer of at least 1, got ${k}`);
  return sumByLanguage('languageShareAt', list.slice(0, k), languages, () => 1);
}

/**
 * Share of a reader's attention that each language gets, the reader looking at place r with weight `persistence^(r-1)`
 * (rank-biased precision's model); normalised over the list, so together 1.
 *
 * @param list languages of the documents, best first.
 * @param persistence chance of going on to the next place, in (0, 1), e.g. .8 for five places on average.
 * @returns as `languageShareAt`.
 * @throws RangeError if persistence is not in (0, 1) or a document is in none of the languages.
 * @see Moffat & Zobel 2008, Rank-biased precision; Sapiezynski et al. 2019 (attention-weighted rank fairness)
 */
export function rankBiasedExposure(
  list: readonly string[],
  languages: readonly string[],
  persistence = 0.8,
): number[] | null {
  if (!(persistence > 0 && persistence < 1))
    throw new RangeError(`rankBiasedExposure: persistence must be in (0, 1), got ${persistence}`);
  return sumByLanguage('rankBiasedExposure', list, languages, (place) => persistence ** place);
}

function sumByLanguage(
  caller: string,
  list: readonly string[],
  languages: readonly string[],
  weight: (place: number) => number,
): number[] | null {
  const sums = Array<number>(languages.length).fill(0);
  let total = 0;
  list.forEach((language, place) => {
    const l = languages.indexOf(language);
    if (l < 0)
      throw new RangeError(
        `${caller}: document at rank ${place + 1} is in ${language}, not among ${languages}`,
      );
    sums[l]! += weight(place);
    total += weight(place);
  });
  return total > 0 ? sums.map((sum) => sum / total) : null;
}
