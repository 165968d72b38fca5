import { fusedOtCpu, type OtSettings, raggedLayout, readStatus } from '../../kernels';
import { hasWasm, solveWasm } from '../../wasm';
import { mapRows } from './affine';
import { MomentSums, type Moments } from './moments';
import { countOf, pooledTexts, rowsOfTexts, type TextPair } from './problem';
import type { AffineMap, MapProblem } from './types';

/** Text pairs that are worked on at a time, so that memory does not grow with the bitext. */
const CHUNK = 128;

/** Moments of (mean foreign token, mean English token) of each pair of texts, all of equal weight. */
export function pooledMoments(problem: MapProblem, pairs: readonly TextPair[]): Moments {
  const sums = new MomentSums(problem.foreign.dimension);
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
    const batch = { x, y: mapRows(map, y), d, rowCounts, columnCounts };
    const { plan, loss } = plansOf(batch, ot);
    const { target, weights } = barycentres(batch, plan);
    sums.add(y, target, weights);
    for (const value of loss) cost += value / pairs.length;
  }
  return { moments: sums.finish(), cost };
}

interface Batch {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly d: number;
  readonly rowCounts: readonly number[];
  readonly columnCounts: readonly number[];
}

/** Plans `[rows, columns]`, pair after pair, and their `<P, C>`; in SIMD where there is any. */
function plansOf(batch: Batch, ot: OtSettings): { plan: ArrayLike<number>; loss: number[] } {
  const { rowCounts, columnCounts } = batch;
  const layout = raggedLayout(rowCounts, columnCounts);
  const { plan, status } = hasWasm()
    ? solveWasm({ ...batch, x: Float32Array.from(batch.x), y: Float32Array.from(batch.y) }, ot, {
        plan: true,
      })
    : fusedOtCpu({ ...batch, layout }, ot);

  return { plan: plan!, loss: rowCounts.map((_, b) => readStatus(status, b).loss) };
}

/** For every column of every plan the mean of the rows of x under its mass, and that mass. */
function barycentres({ x, y, d, rowCounts, columnCounts }: Batch, plan: ArrayLike<number>) {
  const target = new Float64Array(y.length);
  const weights = new Float64Array(y.length / d);
  let [row, column, entry] = [0, 0, 0];
  for (const [b, n] of rowCounts.entries()) {
    const m = columnCounts[b]!;
    for (let j = 0; j < m; j++) {
      let mass = 0;
      for (let i = 0; i < n; i++) mass += plan[entry + i * m + j]!;
      weights[column + j] = mass;
      for (let i = 0; i < n && mass > 0; i++) {
        const share = plan[entry + i * m + j]! / mass;
        const [to, from] = [(column + j) * d, (row + i) * d];
        for (let k = 0; k < d; k++) target[to + k]! += share * x[from + k]!;
      }
    }
    row += n;
    column += m;
    entry += n * m;
  }
  return { target, weights };
}

function* chunks(pairs: readonly TextPair[]): Iterable<readonly TextPair[]> {
  for (let first = 0; first < pairs.length; first += CHUNK) yield pairs.slice(first, first + CHUNK);
}

const foreignOf = (pairs: readonly TextPair[]) => pairs.map((pair) => pair.foreign);
const englishOf = (pairs: readonly TextPair[]) => pairs.map((pair) => pair.english);
