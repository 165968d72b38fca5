import { ParseError } from '../../lib';
import type { Link } from './matrix';

/** A link as alignment files have it. */
export interface PharaohLink extends Link {
  /** `i-j` rather than `ipj`; default sure. */
  readonly possible?: boolean;
  /** Third part, `i-j-0.93` or `i-j:0.93`. */
  readonly score?: number;
}

export interface PharaohOptions {
  /** Number of the first word in the text, 0 or 1. Links themselves count from 0. Default 0. */
  readonly first?: 0 | 1;
}

export interface FormatPharaohOptions extends PharaohOptions {
  /** Decimals of scores; default as many as it takes to read the same number back. */
  readonly decimals?: number;
  /** Between the pair and its score. Default `-`. */
  readonly separator?: '-' | ':';
}

/** What a hyphen or colon may be followed by: a decimal number, with an exponent where it is tiny. */
const LINK = /^(\d+)([-p])(\d+)(?:[-:](-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))?$/;

/**
 * One sentence pair's links in the Pharaoh format, `0-0 1p2 2-1-0.93`, in the order given.
 *
 * @throws RangeError if a link is no pair of whole numbers >= 0 or its score is not finite.
 */
export function formatPharaoh(
  links: readonly PharaohLink[],
  { first = 0, decimals, separator = '-' }: FormatPharaohOptions = {},
): string {
  return links
    .map(({ i, j, possible = false, score }) => {
      if (!(Number.isInteger(i) && i >= 0 && Number.isInteger(j) && j >= 0))
        throw new RangeError(`formatPharaoh: ${i}-${j} is no pair of whole numbers >= 0`);
      const pair = `${i + first}${possible ? 'p' : '-'}${j + first}`;
      if (score === undefined) return pair;
      if (!Number.isFinite(score))
        throw new RangeError(`formatPharaoh: the score of ${pair} is ${score}`);
      return `${pair}${separator}${decimals === undefined ? score : score.toFixed(decimals)}`;
    })
    .join(' ');
}

/**
 * Reads one line of links: `i-j` sure, `ipj` possible, each with an optional score after `-` or `:`, at
 * white space. An empty line has no links.
 *
 * @param place file and 1-based line that errors name.
 * @returns in the order of the line, counted from 0; `possible` and `score` only where they are there.
 * @throws ParseError naming file, line and field for anything else, and for 0 where words count from 1.
 */
export function parsePharaoh(
  line: string,
  place: { readonly file: string; readonly line: number },
  { first = 0 }: PharaohOptions = {},
): PharaohLink[] {
  const fields = line.split(/\s+/).filter(Boolean);
  return fields.map((field, at) => {
    const parts = LINK.exec(field);
    const fail = (wanted: string) =>
      new ParseError(
        place.file,
        place.line,
        `field ${at + 1}`,
        `found "${field}", wanted ${wanted}`,
      );
    if (!parts) throw fail('i-j or ipj with an optional score as in 3-4-0.93');
    const [i, j] = [Number(parts[1]) - first, Number(parts[3]) - first];
    if (!(Number.isSafeInteger(i) && Number.isSafeInteger(j))) throw fail('smaller numbers');
    if (i < 0 || j < 0) throw fail('words that count from 1');
    return {
      i,
      j,
      ...(parts[2] === 'p' && { possible: true }),
      ...(parts[4] !== undefined && { score: Number(parts[4]) }),
    };
  });
}
