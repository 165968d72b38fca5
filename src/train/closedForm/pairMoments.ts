import { fusedOtCpu, type OtSettings, raggedLayout, readStatus } from '../../kernels';
import { hasWasm, solveWasm } from '../../wasm';
import { mapVectors } from './affine';
import { MomentSums, type Moments } from './moments';
import { countOf, pooledTexts, rowsOfTexts, type TextPair } from './problem';
import type { AffineMap, MapProblem } from './types';

/** Text pairs that are worked on at a time, so that memory does not grow with the bitext. */
const CHUNK = 128;

/** Moments of (mean foreign token, mean English token) of each pair of texts, all of equal weight. */
export function pooledMoments(
  problem: MapProblem,
  pairs: readonly TextPair[],
  wanted: 'all' | 'cross',
): Moments {
  const sums = new MomentSums(problem.foreign.dimension, wanted);
  for (const part of chunks(pairs)) {
    const source = pooledTexts(problem.foreign, foreignOf(part));
    const target = pooledTexts(problem.englishTokens, englishOf(part));
    sums.add(source, target, new Float64Array(part.length).fill(1));
  }
  return sums.finish();
}

export interface Matched {
  readonly moments: Moments;
  /** Mean over the pairs of `<P, C>`. */
  readonly cost: number;
}

/**
 * Moments of (foreign token j, English tokens under the plan P of its text, `sum_i P_ij t_i / sum_i P_ij`),
 * weights `sum_i P_ij`: each text pair has weight 1. The cost of P is between `map`ped and English tokens.
 * `cross` gives means and C_ts alone, which are the same seen from the English tokens; the fewer tokens are taken.
 */
export function matchedMoments(
  problem: MapProblem,
  pairs: readonly TextPair[],
  map: AffineMap,
  ot: OtSettings,
  wanted: 'all' | 'cross',
): Matched {
  const { foreign, englishTokens } = problem;
  const d = foreign.dimension;
  const sums = new MomentSums(d, wanted);
  let cost = 0;
  for (const part of chunks(pairs)) {
    const y = rowsOfTexts(foreign, foreignOf(part));
    const x = rowsOfTexts(englishTokens, englishOf(part));
    const rowCounts = part.map((pair) => countOf(englishTokens, pair.english));
    const columnCounts = part.map((pair) => countOf(foreign, pair.foreign));
    const batch = { x, y: mapVectors(map, y), d, rowCounts, columnCounts };
    const { plan, loss } = plansOf(batch, ot);
    if (wanted === 'all' || y.length <= x.length) {
      const { means, masses } = barycentres({ ...batch, y }, plan, 'columns');
      sums.add(Float64Array.from(y), means, masses);
    } else {
      const { means, masses } = barycentres({ ...batch, y }, plan, 'rows');
      sums.add(means, Float64Array.from(x), masses);
    }
    for (const value of loss) cost += value / pairs.length;
  }
  return { moments: sums.finish(), cost };
}

interface Batch {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly d: number;
  readonly rowCounts: readonly number[];
  readonly columnCounts: readonly number[];
}

/** Plans `[rows, columns]`, pair after pair, and their `<P, C>`; in SIMD where there is any. */
function plansOf(batch: Batch, ot: OtSettings): { plan: ArrayLike<number>; loss: number[] } {
  const { rowCounts, columnCounts } = batch;
  const { plan, status } = hasWasm()
    ? solveWasm(batch, ot, { plan: true })
    : fusedOtCpu({ ...batch, layout: raggedLayout(rowCounts, columnCounts) }, ot);
  return { plan: plan!, loss: rowCounts.map((_, b) => readStatus(status, b).loss) };
}

/**
 * For every column of every plan the mean of the rows of x under its mass, and that mass; or for every row
 * that of the rows of y.
 */
function barycentres(
  { x, y, d, rowCounts, columnCounts }: Batch,
  plan: ArrayLike<number>,
  of: 'rows' | 'columns',
): { means: Float64Array; masses: Float64Array } {
  const ofRows = of === 'rows';
  const partners = ofRows ? y : x;
  const means = new Float64Array((ofRows ? x : y).length);
  const masses = new Float64Array(means.length / d);
  let [own, partner, entry] = [0, 0, 0];
  for (const [b, n] of rowCounts.entries()) {
    const m = columnCounts[b]!;
    const [count, others] = ofRows ? [n, m] : [m, n];
    const [step, stride] = ofRows ? [m, 1] : [1, m];
    for (let j = 0; j < count; j++) {
      const at = entry + j * step;
      for (let i = 0; i < others; i++) masses[own + j]! += plan[at + i * stride]!;
      for (let i = 0; i < others && masses[own + j]! > 0; i++) {
        const share = plan[at + i * stride]! / masses[own + j]!;
        const [to, from] = [(own + j) * d, (partner + i) * d];
        for (let k = 0; k < d; k++) means[to + k]! += share * partners[from + k]!;
      }
    }
    own += count;
    partner += others;
    entry += n * m;
  }
  return { means, masses };
}

function* chunks(pairs: readonly TextPair[]): Iterable<readonly TextPair[]> {
  for (let first = 0; first < pairs.length; first += CHUNK) yield pairs.slice(first, first + CHUNK);
}

const foreignOf = (pairs: readonly TextPair[]) => pairs.map((pair) => pair.foreign);
const englishOf = (pairs: readonly TextPair[]) => pairs.map((pair) => pair.english);
