import { ShapeError } from '../../gpu';

export interface EmdProblem {
  /** [n, m], row-major, finite; may be negative. */
  readonly cost: ArrayLike<number>;
  readonly n: number;
  readonly m: number;
  /** [n], not negative; the sums of a and b are positive and equal (to 1e-6 of themselves: float32 will do). */
  readonly a: ArrayLike<number>;
  /** [m]. */
  readonly b: ArrayLike<number>;
}

export interface EmdSolution {
  /** [n, m]; sums are the weights to within 1e-14 of their total. */
  readonly plan: Float64Array;
  /** `<plan, cost>`, the least there is. */
  readonly value: number;
  /** [n], dual potentials: `f_i + g_j <= cost_ij`, with equality where the plan has mass. */
  readonly f: Float64Array;
  /** [m]. */
  readonly g: Float64Array;
}

/** Mass is counted in units of about this share of the total, so that flows are whole numbers and add exactly. */
const UNIT = 2 ** -50;

/** Sums of float32 weights differ by rounding. */
const SAME_SUM = 1e-6;

/**
 * Exact optimal transport without entropy (earth mover's distance): successive shortest paths with potentials.
 * Each path is a Dijkstra search over the columns on reduced costs; the potentials certify the result. About
 * (n + m) n m steps. Measured on one core: 32 x 32 in 1 ms, 512 x 512 in .06 s for uniform and 2 s for other weights.
 *
 * @throws ShapeError if an array does not fit n and m.
 * @throws RangeError naming the place if a number is not finite or a weight negative, or if the sums of the weights
 *   differ or are 0.
 * @see Ahuja, Magnanti & Orlin 1993, Network Flows, section 9.7; Jonker & Volgenant 1987
 */
export function exactEmd(problem: EmdProblem): EmdSolution {
  const { n, m, a, b } = problem;
  check(problem);
  const cost = Float64Array.from(problem.cost);
  // A multiple of n m, so that uniform weights are the same whole number of units each.
  const units = Math.max(1, Math.floor(1 / (UNIT * n * m))) * n * m;
  const supply = inUnits(a, units);
  const demand = inUnits(b, units);
  const g = columnMinima(cost, n, m);
  const f = rowMinima(cost, g, n);
  const state: State = { cost, n, m, f, g, demand, flow: new Float64Array(n * m) };
  for (let i = 0; i < n; i++)
    while (supply[i]! > 0) supply[i] = supply[i]! - augment(state, search(state, i), i, supply[i]!);
  const unit = sumOf(a) / units;
  const plan = state.flow.map((flow) => flow * unit);
  const value = plan.reduce((sum, p, at) => sum + p * cost[at]!, 0);
  return { plan, value, f: rowMinima(cost, g, n), g };
}

interface State {
  readonly cost: Float64Array;
  readonly n: number;
  readonly m: number;
  /** Potentials with `f_i + g_j <= cost_ij`, equal where there is flow. */
  readonly f: Float64Array;
  readonly g: Float64Array;
  /** [m], units still wanted. */
  readonly demand: Float64Array;
  /** [n, m], units. */
  readonly flow: Float64Array;
}

interface Path {
  /** Column with demand that the path ends at. */
  readonly end: number;
  /** [m], the row by which a column was reached. */
  readonly rowBefore: Int32Array;
  /** [n], the column by which a row was reached, -1 if it was not. */
  readonly columnBefore: Int32Array;
}

/**
 * The shortest path from row `root` to a column with demand: to a column along any entry, back to a row along
 * an entry with flow. Raises the potentials so that the entries of the path cost nothing.
 */
function search({ cost, n, m, f, g, demand, flow }: State, root: number): Path {
  const distance = new Float64Array(m).fill(Infinity);
  const rowDistance = new Float64Array(n);
  const rowBefore = new Int32Array(m);
  const columnBefore = new Int32Array(n).fill(-1);
  const settled = new Uint8Array(m);
  const reached = [root];
  const columns: number[] = [];
  const relax = (i: number) => {
    const base = rowDistance[i]! - f[i]!;
    for (let j = 0; j < m; j++) {
      const through = Math.max(rowDistance[i]!, base + cost[i * m + j]! - g[j]!);
      if (settled[j] === 0 && through < distance[j]!) {
        distance[j] = through;
        rowBefore[j] = i;
      }
    }
  };
  relax(root);
  let end = nearest(distance, settled, demand);
  while (demand[end] === 0) {
    settled[end] = 1;
    columns.push(end);
    for (let i = 0; i < n; i++)
      if (flow[i * m + end]! > 0 && columnBefore[i] === -1 && i !== root) {
        columnBefore[i] = end;
        rowDistance[i] = distance[end]!;
        reached.push(i);
        relax(i);
      }
    end = nearest(distance, settled, demand);
  }
  const length = distance[end]!;
  for (const i of reached) f[i] = f[i]! + (length - rowDistance[i]!);
  for (const j of columns) g[j] = g[j]! - (length - distance[j]!);
  return { end, rowBefore, columnBefore };
}

/** The column not settled that is nearest; of equals, one with demand. */
function nearest(distance: Float64Array, settled: Uint8Array, demand: Float64Array): number {
  let best = -1;
  for (let j = 0; j < distance.length; j++) {
    if (settled[j] === 1) continue;
    const better = best === -1 || distance[j]! < distance[best]!;
    if (better || (distance[j] === distance[best] && demand[best] === 0 && demand[j]! > 0))
      best = j;
  }
  return best;
}

/** Sends what the path can take, at most `most` units, and returns it. */
function augment({ m, demand, flow }: State, path: Path, root: number, most: number): number {
  const { end, rowBefore, columnBefore } = path;
  let amount = Math.min(most, demand[end]!);
  for (let i = rowBefore[end]!; i !== root; i = rowBefore[columnBefore[i]!]!)
    amount = Math.min(amount, flow[i * m + columnBefore[i]!]!);
  for (let j = end; ; ) {
    const i = rowBefore[j]!;
    flow[i * m + j] = flow[i * m + j]! + amount;
    if (i === root) break;
    j = columnBefore[i]!;
    flow[i * m + j] = flow[i * m + j]! - amount;
  }
  demand[end] = demand[end]! - amount;
  return amount;
}

/** Weights as whole numbers that sum to `units`; the largest take what rounding leaves. */
function inUnits(weights: ArrayLike<number>, units: number): Float64Array {
  const total = sumOf(weights);
  const whole = Float64Array.from(weights, (weight) => Math.round((weight / total) * units));
  const left = units - whole.reduce((sum, value) => sum + value, 0);
  const largest = Array.from(whole.keys()).sort((i, j) => whole[j]! - whole[i]!);
  for (let k = 0; k < Math.abs(left); k++) {
    const at = largest[k % largest.length]!;
    whole[at] = whole[at]! + Math.sign(left);
  }
  return whole;
}

function columnMinima(cost: Float64Array, n: number, m: number): Float64Array {
  return Float64Array.from({ length: m }, (_, j) => {
    let least = cost[j]!;
    for (let i = 1; i < n; i++) least = Math.min(least, cost[i * m + j]!);
    return least;
  });
}

/** `min_j cost_ij - g_j`: the largest f that goes with g. */
function rowMinima(cost: Float64Array, g: Float64Array, n: number): Float64Array {
  const m = g.length;
  return Float64Array.from({ length: n }, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < m; j++) least = Math.min(least, cost[i * m + j]! - g[j]!);
    return least;
  });
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum;
}

function check({ cost, n, m, a, b }: EmdProblem): void {
  const sizes = { cost: n * m, a: n, b: m } as const;
  for (const [name, values] of Object.entries({ cost, a, b })) {
    const size = sizes[name as keyof typeof sizes];
    if (values.length !== size || size === 0)
      throw new ShapeError(`exactEmd ${name}`, [values.length], [size || 1]);
    for (let k = 0; k < values.length; k++)
      if (!Number.isFinite(values[k]!) || (name !== 'cost' && values[k]! < 0))
        throw new RangeError(
          `exactEmd: ${name}[${k}] must be finite${name === 'cost' ? '' : ' and not negative'}, got ${values[k]}`,
        );
  }
  const [left, right] = [sumOf(a), sumOf(b)];
  if (!(left > 0 && Math.abs(left - right) <= SAME_SUM * left))
    throw new RangeError(
      `exactEmd: a and b must have the same positive sum, got ${left} and ${right}`,
    );
}
