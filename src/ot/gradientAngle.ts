import { ShapeError } from '../gpu';

/** How far two gradients of one problem are apart. */
export interface GradientAngle {
  /** Cosine of the angle between them, in [-1, 1]; 1 where both are 0, 0 where one is. */
  readonly cosine: number;
  /** `|second - first| / |first|`, Frobenius; 0 where both are 0, infinite where only the first is. */
  readonly distance: number;
}

/**
 * Compares two gradients `[M, d]` problem by problem, for instance the plan-fixed one with the exact one.
 *
 * @param columnCounts m of each problem, in the order of the rows.
 * @throws ShapeError if a gradient has not `sum(m) * d` numbers.
 */
export function gradientAngle(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  columnCounts: ArrayLike<number>,
  d: number,
): GradientAngle[] {
  const counts = Array.from(columnCounts);
  const rows = counts.reduce((sum, m) => sum + m, 0);
  for (const [name, { length }] of Object.entries({ first, second }))
    if (length !== rows * d) throw new ShapeError(`gradientAngle ${name}`, [length], [rows, d]);
  let at = 0;
  return counts.map((m) => {
    const start = at;
    at += m * d;
    return compare(first, second, start, at);
  });
}

function compare(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  start: number,
  end: number,
): GradientAngle {
  let [along, one, two, apart] = [0, 0, 0, 0];
  for (let k = start; k < end; k++) {
    along += first[k]! * second[k]!;
    one += first[k]! ** 2;
    two += second[k]! ** 2;
    apart += (second[k]! - first[k]!) ** 2;
  }
  if (one === 0 || two === 0) {
    const same = one === two;
    return { cosine: Number(same), distance: same ? 0 : one === 0 ? Number.POSITIVE_INFINITY : 1 };
  }
  const cosine = Math.max(-1, Math.min(1, along / (Math.sqrt(one) * Math.sqrt(two))));
  return { cosine, distance: Math.sqrt(apart / one) };
}
