import type { JudgedRanks, TiedRanks } from './types';

/** Documents of one score that hold a relevant one. */
export interface TieGroup {
  /** Documents with a higher score. */
  readonly above: number;
  /** Documents of this score. */
  readonly size: number;
  /** Summed over the relevant ones among them. */
  readonly weight: number;
}

/** The relevant documents of a query as a measure weighs them. */
export interface WeightedGroups {
  /** Best score first; groups that weigh nothing, and documents that are not retrieved, are not here. */
  readonly groups: readonly TieGroup[];
  /** Weight of all, retrieved or not. */
  readonly total: number;
}

/** A ranking without ties, every document in a group of its own. */
export function withoutTies({ ranks, grades }: JudgedRanks): TiedRanks {
  const above = Float64Array.from(ranks, (rank) => rank - 1);
  return { above, equal: new Uint8Array(above.length).fill(1), grades };
}

/**
 * Gathers the relevant documents of one query by score.
 *
 * @param caller named in errors.
 * @param weigh what a document of a grade weighs, at least 0.
 * @throws RangeError as `Measure.evaluate` and `Measure.expect` say.
 */
export function groupTies(
  caller: string,
  tied: TiedRanks,
  weigh: (grade: number) => number,
): WeightedGroups {
  const { above, equal, grades } = tied;
  assertTied(caller, tied);
  const order = Uint32Array.from(above, (_, at) => at).sort((a, b) =>
    compare(above[a]!, above[b]!),
  );
  const groups: TieGroup[] = [];
  let total = 0;
  let end = 0; // of the last group, weightless ones included
  for (let from = 0; from < order.length; ) {
    const [start, size] = [above[order[from]!]!, equal[order[from]!]!];
    let weight = 0;
    let to = from;
    for (; to < order.length && above[order[to]!] === start; to++) {
      if (start !== Number.POSITIVE_INFINITY && equal[order[to]!] !== size)
        throw new RangeError(
          `${caller}: documents below ${start} others tie with ${size} and with ${equal[order[to]!]}`,
        );
      weight += weigh(grades[order[to]!]!);
    }
    total += weight;
    if (start !== Number.POSITIVE_INFINITY) {
      if (to - from > size || start < end)
        throw new RangeError(`${caller}: rank ${start + 1} occurs twice`);
      end = start + size;
      if (weight > 0) groups.push({ above: start, size, weight });
    }
    from = to;
  }
  return { groups, total };
}

function assertTied(caller: string, { above, equal, grades }: TiedRanks): void {
  if (grades.length !== above.length || equal.length !== above.length)
    throw new RangeError(
      `${caller}: wanted as many grades as ranks (${above.length}), got ${grades.length}`,
    );
  for (let at = 0; at < above.length; at++) {
    const [start, size, grade] = [above[at]!, equal[at]!, grades[at]!];
    if (!(start >= 0 && (Number.isInteger(start) || start === Number.POSITIVE_INFINITY)))
      throw new RangeError(`${caller}: ranks must be integers of at least 1, got ${start + 1}`);
    if (start !== Number.POSITIVE_INFINITY && !(Number.isInteger(size) && size >= 1))
      throw new RangeError(`${caller}: a tie group holds at least 1 document, got ${size}`);
    if (!(grade > 0 && Number.isFinite(grade)))
      throw new RangeError(`${caller}: grades must be finite and above 0, got ${grade}`);
  }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b); // a difference of infinities would be NaN
}
