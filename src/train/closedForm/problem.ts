import type { TokenSet } from '../tokens';
import type { MapProblem } from './types';

/** Texts that translate each other; both have tokens. */
export interface TextPair {
  readonly foreign: number;
  readonly english: number;
}

/**
 * The pairs of `problem` that have tokens on both sides.
 *
 * @throws RangeError naming language, side, text and row for a value that is not finite, and for tables that
 *   do not fit one another or leave no pair.
 */
export function checkedPairs(problem: MapProblem): readonly TextPair[] {
  const { language, foreign, englishTokens, english } = problem;
  const sides = [
    [language, foreign],
    ['English', englishTokens],
  ] as const;
  for (const [side, set] of sides) checkSet(`closed form, ${language}: ${side}`, set);
  const where = `closed form, ${language}`;
  if (foreign.dimension !== englishTokens.dimension)
    throw new RangeError(
      `${where}: tokens have ${foreign.dimension} dimensions, the English ones ${englishTokens.dimension}`,
    );
  const [texts, translations] = [foreign.offsets.length - 1, englishTokens.offsets.length - 1];
  if (texts !== english.length)
    throw new RangeError(`${where}: ${texts} texts, but ${english.length} translations`);
  const pairs: TextPair[] = [];
  for (const [k, text] of english.entries()) {
    if (text >= translations)
      throw new RangeError(
        `${where}: text ${k} translates English text ${text}, but there are ${translations}`,
      );
    if (countOf(foreign, k) > 0 && countOf(englishTokens, text) > 0)
      pairs.push({ foreign: k, english: text });
  }
  if (pairs.length === 0)
    throw new RangeError(`${where}: no pair has tokens on both sides, expected at least one`);
  return pairs;
}

function checkSet(where: string, { vectors, offsets, dimension: d }: TokenSet): void {
  const tokens = offsets.at(-1) ?? 0;
  if (!(Number.isInteger(d) && d >= 1))
    throw new RangeError(`${where}: dimension must be a whole number >= 1, got ${d}`);
  if (vectors.length !== tokens * d)
    throw new RangeError(
      `${where}: ${tokens} tokens of ${d} dimensions are ${tokens * d} values, got ${vectors.length}`,
    );
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const row = Math.floor(bad / d);
  const text = offsets.findLastIndex((offset) => offset <= row);
  throw new RangeError(
    `${where} text ${text}, row ${row - offsets[text]!} (row ${row} of all), dimension ${bad % d}: ` +
      `expected a finite number, got ${vectors[bad]}`,
  );
}

/** Tokens of a text. */
export function countOf({ offsets }: TokenSet, text: number): number {
  return offsets[text + 1]! - offsets[text]!;
}

/** The token vectors `[n, d]` of `texts`, one text after the other. */
export function rowsOfTexts(set: TokenSet, texts: readonly number[]): Float32Array {
  const { dimension: d, offsets, vectors } = set;
  const total = texts.reduce((sum, text) => sum + countOf(set, text), 0);
  const rows = new Float32Array(total * d);
  let next = 0;
  for (const text of texts) {
    const part = vectors.subarray(offsets[text]! * d, offsets[text + 1]! * d);
    rows.set(part, next);
    next += part.length;
  }
  return rows;
}

/** The mean token vectors `[n, d]` of `texts`, all of which have tokens. */
export function pooledTexts(set: TokenSet, texts: readonly number[]): Float64Array {
  const { dimension: d, offsets, vectors } = set;
  const means = new Float64Array(texts.length * d);
  for (const [k, text] of texts.entries()) {
    const count = countOf(set, text);
    for (let row = offsets[text]!; row < offsets[text + 1]!; row++)
      for (let j = 0; j < d; j++) means[k * d + j]! += vectors[row * d + j]! / count;
  }
  return means;
}
