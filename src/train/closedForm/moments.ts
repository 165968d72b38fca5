import { hasWasm, productWasm } from '../../wasm';
import { addOuter, sum } from './matrix';

/** Weighted moments of pairs (s, t) of vectors: all that the fitted maps need to know of the bitext. */
export interface Moments {
  readonly d: number;
  /** The sum of the weights. */
  readonly weight: number;
  /** `[d]`. */
  readonly sourceMean: Float64Array;
  readonly targetMean: Float64Array;
  /** `[d, d]`, means over the pairs of `s s^T`, `t t^T` and `t s^T` about the means; the first two empty if not wanted. */
  readonly source: Float64Array;
  readonly target: Float64Array;
  readonly cross: Float64Array;
}

/**
 * Adds up `Moments`. Sums are taken about the first pair, so that equal vectors have a covariance of
 * exactly 0 and vectors far from the origin lose no digits (Chan, Golub, LeVeque 1983, "shifted data").
 */
export class MomentSums {
  private weight = 0;
  private sourceOrigin: Float64Array | undefined;
  private targetOrigin: Float64Array | undefined;
  private readonly sourceSum: Float64Array;
  private readonly targetSum: Float64Array;
  private readonly source: Float64Array;
  private readonly target: Float64Array;
  private readonly cross: Float64Array;

  /**
   * `cross` leaves `source` and `target`, two thirds of the work, empty, and multiplies each call's pairs in float32
   * SIMD: entries are off by at most 4e-7 of their sum of absolute terms, which an orthogonal map does not notice.
   */
  constructor(
    private readonly d: number,
    private readonly wanted: 'all' | 'cross' = 'all',
  ) {
    const size = wanted === 'all' ? d * d : 0;
    this.sourceSum = new Float64Array(d);
    this.targetSum = new Float64Array(d);
    this.source = new Float64Array(size);
    this.target = new Float64Array(size);
    this.cross = new Float64Array(d * d);
  }

  /** Pairs as rows `[n, d]` and their weights `[n]`, not negative; keeps nothing of the arrays. */
  add(source: Float64Array, target: Float64Array, weights: Float64Array): void {
    const { d } = this;
    if (weights.length === 0) return;
    this.sourceOrigin ??= source.slice(0, d);
    this.targetOrigin ??= target.slice(0, d);
    const s = weighted(source, this.sourceOrigin, weights, this.sourceSum);
    const t = weighted(target, this.targetOrigin, weights, this.targetSum);
    if (this.wanted === 'all') {
      addOuter(this.source, s, s, d);
      addOuter(this.target, t, t, d);
    }
    if (this.wanted === 'cross' && hasWasm()) addOuterSimd(this.cross, t, s, d);
    else addOuter(this.cross, t, s, d);
    for (const weight of weights) this.weight += weight;
  }

  /** @throws RangeError if no pair of positive weight was added. */
  finish(): Moments {
    const { d, weight, sourceOrigin, targetOrigin } = this;
    if (!(sourceOrigin && targetOrigin && weight > 0))
      throw new RangeError('moments of no pairs are wanted, expected at least one');
    const sourceMean = this.sourceSum.map((value) => value / weight);
    const targetMean = this.targetSum.map((value) => value / weight);
    const about = (sums: Float64Array, rows: Float64Array, columns: Float64Array) =>
      sums.map((value, k) => value / weight - rows[Math.floor(k / d)]! * columns[k % d]!);
    return {
      d,
      weight,
      sourceMean: sum(sourceMean, sourceOrigin),
      targetMean: sum(targetMean, targetOrigin),
      source: about(this.source, sourceMean, sourceMean),
      target: about(this.target, targetMean, targetMean),
      cross: about(this.cross, targetMean, sourceMean),
    };
  }
}

/** `into += a^T b` as `addOuter` does, in float32 products that are summed in float64. */
function addOuterSimd(into: Float64Array, a: Float64Array, b: Float64Array, d: number): void {
  const out = new Float32Array(into.length);
  const shape = { rows: d, columns: d, depth: a.length / d };
  productWasm({
    a: { values: Float32Array.from(a), summed: 'rows' },
    b: { values: Float32Array.from(b), summed: 'rows' },
    shape,
    out,
    accumulate: false,
  });
  for (let k = 0; k < out.length; k++) into[k]! += out[k]!;
}

/** Mean `[d]` and covariance `[d, d]` of unpaired vectors. */
export interface Cloud {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Mean and covariance of the rows `[n, d]` of all `parts` together, summed as in `MomentSums`. */
export function cloudOf(parts: Iterable<Float64Array>, d: number): Cloud {
  const total = new Float64Array(d);
  const squares = new Float64Array(d * d);
  let origin: Float64Array | undefined;
  let count = 0;
  for (const rows of parts) {
    if (rows.length === 0) continue;
    origin ??= rows.slice(0, d);
    const about = weighted(rows, origin, new Float64Array(rows.length / d).fill(1), total);
    addOuter(squares, about, about, d);
    count += rows.length / d;
  }
  if (!origin)
    throw new RangeError('the covariance of no vectors is wanted, expected at least one');
  const mean = total.map((value) => value / count);
  const covariance = squares.map(
    (value, k) => value / count - mean[Math.floor(k / d)]! * mean[k % d]!,
  );
  return { mean: sum(mean, origin), covariance };
}

/** Rows about `origin`, times the roots of their weights; their weighted sum is added to `into`. */
function weighted(
  rows: Float64Array,
  origin: Float64Array,
  weights: Float64Array,
  into: Float64Array,
): Float64Array {
  const d = origin.length;
  const scaled = new Float64Array(rows.length);
  for (let r = 0; r < weights.length; r++) {
    const root = Math.sqrt(weights[r]!);
    for (let k = 0, at = r * d; k < d; k++, at++) {
      scaled[at] = root * (rows[at]! - origin[k]!);
      into[k]! += root * scaled[at]!;
    }
  }
  return scaled;
}

/** The moments of both sets of pairs together. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const { d } = a;
  const weight = a.weight + b.weight;
  const [p, q] = [a.weight / weight, b.weight / weight];
  const mix = (x: Float64Array, y: Float64Array) => x.map((value, k) => p * value + q * y[k]!);
  const source = sum(b.sourceMean, a.sourceMean, -1);
  const target = sum(b.targetMean, a.targetMean, -1);
  const both = (x: Float64Array, y: Float64Array, rows: Float64Array, columns: Float64Array) =>
    mix(x, y).map((value, k) => value + p * q * rows[Math.floor(k / d)]! * columns[k % d]!);
  return {
    d,
    weight,
    sourceMean: mix(a.sourceMean, b.sourceMean),
    targetMean: mix(a.targetMean, b.targetMean),
    source: both(a.source, b.source, source, source),
    target: both(a.target, b.target, target, target),
    cross: both(a.cross, b.cross, target, source),
  };
}

/** The moments about 0 instead of the means: those of maps without a shift. */
export function uncentred(m: Moments): Moments {
  const { d } = m;
  const about = (x: Float64Array, rows: Float64Array, columns: Float64Array) =>
    x.map((value, k) => value + rows[Math.floor(k / d)]! * columns[k % d]!);
  return {
    ...m,
    sourceMean: new Float64Array(d),
    targetMean: new Float64Array(d),
    source: about(m.source, m.sourceMean, m.sourceMean),
    target: about(m.target, m.targetMean, m.targetMean),
    cross: about(m.cross, m.targetMean, m.sourceMean),
  };
}

/** The moments of the pairs (s, t - s). */
export function residual(m: Moments): Moments {
  const { d, source, target, cross } = m;
  return {
    ...m,
    targetMean: sum(m.targetMean, m.sourceMean, -1),
    cross: sum(cross, source, -1),
    target: target.map((value, k) => {
      const mirrored = (k % d) * d + Math.floor(k / d);
      return value - cross[k]! - cross[mirrored]! + source[k]!;
    }),
  };
}
