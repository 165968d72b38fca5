import { mutualArgmax } from './links';
import { assertMatrix, type Link, type PlanMatrix } from './matrix';

export interface ItermaxOptions {
  /** What an entry is multiplied by once its row or its column (not both) has a link; in [0, 1]. Default 0.9. */
  readonly alpha?: number;
  /** Rounds of mutual argmax. Default 2. */
  readonly rounds?: number;
}

/**
 * Links by repeated mutual argmax, so that a token may take part in several links. After each round an
 * entry whose row and column are both linked is out; where one of them is linked it counts `alpha` times
 * what it did at first; where neither is, in full. It ends after `rounds`, with a round that links nothing new, or
 * once every row or every column has a link (so does SimAlign's code). Where n or m is at most 2 the mutual
 * argmax alone is given. Of equals the lowest index wins, and an entry of 0 is never linked.
 *
 * @param matrix [n, m], a similarity or a plan, no entry negative; SimAlign takes `(1 + cos) / 2`.
 * @returns links by `i`, then `j`; they contain the mutual argmax.
 * @throws ShapeError if `matrix` is not n * m long; RangeError if an option is out of range.
 * @see Jalili Sabet, Dufter, Yvon & Schütze 2020, SimAlign, section 2.2 "Itermax"
 */
export function itermax(
  matrix: PlanMatrix,
  n: number,
  m: number,
  { alpha = 0.9, rounds = 2 }: ItermaxOptions = {},
): Link[] {
  assertMatrix('itermax', matrix, n, m);
  if (!(alpha >= 0 && alpha <= 1))
    throw new RangeError(`itermax: alpha must be within [0, 1], got ${alpha}`);
  if (!(Number.isInteger(rounds) && rounds >= 1))
    throw new RangeError(`itermax: rounds must be a whole number >= 1, got ${rounds}`);
  const links = mutualArgmax(matrix, n, m);
  if (Math.min(n, m) <= 2) return links;
  for (let round = 1; round < rounds; round++) {
    const rows = new Set(links.map(({ i }) => i));
    const columns = new Set(links.map(({ j }) => j));
    if (rows.size === n || columns.size === m) break;
    const fresh = mutualArgmax(discounted(matrix, n, m, rows, columns, alpha), n, m);
    if (fresh.length === 0) break;
    links.push(...fresh);
  }
  return links.sort((one, other) => one.i - other.i || one.j - other.j);
}

/** Entries times alpha where one side is linked, 0 where both are. */
function discounted(
  matrix: PlanMatrix,
  n: number,
  m: number,
  rows: ReadonlySet<number>,
  columns: ReadonlySet<number>,
  alpha: number,
): Float64Array {
  const factors = [1, alpha, 0];
  const result = new Float64Array(n * m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const linked = Number(rows.has(i)) + Number(columns.has(j));
      result[i * m + j] = factors[linked]! * matrix[i * m + j]!;
    }
  return result;
}
