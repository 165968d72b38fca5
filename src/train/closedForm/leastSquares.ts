import { mapAbout } from './affine';
import {
  dot,
  identity,
  product,
  scaleColumns,
  sum,
  symmetricEigen,
  trace,
  transpose,
} from './matrix';
import { type Moments, mergeMoments, residual, uncentred } from './moments';
import type { AffineMap, ClosedFormSettings } from './types';

/**
 * Eigenvalues of the source covariance below this share of the largest are rounding: they are squares, so
 * directions of a millionth of the largest standard deviation still count.
 */
const RANK = 1e-12;

/** What `held-out` chooses from, in units of the mean variance: .000001 to 1000 in half decades. */
export const LAMBDAS: readonly number[] = Array.from({ length: 19 }, (_, k) => 10 ** (k / 2 - 6));

type Settings = Pick<ClosedFormSettings, 'centre' | 'towards'>;

/**
 * `M = C_ts (C_ss + lambda v I)^-1`, v the mean variance of a source component: the least squares map of
 * sources onto targets with a ridge penalty (Hoerl & Kennard 1970; for embeddings Mikolov, Le, Sutskever
 * 2013). lambda = 0 gives the map of least norm among the best. With `towards: 'identity'` M - I is fitted to
 * t - s and shrinks to the mean shift. As lambda grows, everything lands on the mean (shrinking to `zero`).
 * Fails where there are fewer pairs than dimensions: without lambda it fits their noise, and what the bitext
 * does not span is taken to the mean.
 *
 * @throws RangeError unless lambda is finite and not negative.
 */
export function fitRidge(moments: Moments, lambda: number, settings: Settings): AffineMap {
  if (!(lambda >= 0 && lambda < Infinity))
    throw new RangeError(`ridge: lambda must be finite and >= 0, got ${lambda}`);
  const d = moments.d;
  const m = prepared(moments, settings);
  const { values, vectors } = symmetricEigen(m.source, d);
  const matrix = product(
    scaleColumns(product(m.cross, vectors, d), inverses(values, lambda)),
    transpose(vectors, d),
    d,
  );
  const complete = settings.towards === 'identity' ? sum(matrix, identity(d)) : matrix;
  const about = settings.centre ? moments : uncentred(moments);
  return mapAbout(complete, about, { lambda });
}

function prepared(moments: Moments, { centre, towards }: Settings): Moments {
  const about = centre ? moments : uncentred(moments);
  return towards === 'identity' ? residual(about) : about;
}

/** `1 / (value + lambda v)`, 0 where the sum is rounding. */
function inverses(values: Float64Array, lambda: number): Float64Array {
  const v = values.reduce((total, value) => total + Math.max(value, 0), 0) / values.length;
  const least = RANK * (values.at(-1) ?? 0);
  return values.map((value) => {
    const denominator = Math.max(value, 0) + lambda * v;
    return denominator > least && denominator > 0 ? 1 / denominator : 0;
  });
}

/**
 * The lambda of `LAMBDAS` whose map, fitted to `fitted`, has the least mean squared error on `heldOut`.
 * Both errors and maps follow from the moments: in the eigenbasis of C_ss each lambda costs d^2.
 */
export function chooseLambda(fitted: Moments, heldOut: Moments, settings: Settings): number {
  const { d } = fitted;
  const f = prepared(fitted, settings);
  const h = prepared(heldOut, settings);
  const { values, vectors } = symmetricEigen(f.source, d);
  const back = transpose(vectors, d);
  const b = product(f.cross, vectors, d);
  // Error |t - M s|^2 about the fitted means: M = b D V^T, second moments of the held-out pairs about them.
  const [ds, dt] = [sum(h.sourceMean, f.sourceMean, -1), sum(h.targetMean, f.targetMean, -1)];
  const squares = product(product(back, plusOuter(h.source, ds, ds), d), vectors, d);
  const gram = product(transpose(b, d), b, d);
  const mixed = product(product(transpose(b, d), plusOuter(h.cross, dt, ds), d), vectors, d);
  const total = trace(h.target, d) + dot(dt, dt);
  const errors = LAMBDAS.map((lambda) => {
    const inverse = inverses(values, lambda);
    let error = total;
    for (let k = 0; k < d; k++) {
      error -= 2 * inverse[k]! * mixed[k * d + k]!;
      for (let l = 0; l < d; l++)
        error += inverse[k]! * inverse[l]! * gram[k * d + l]! * squares[k * d + l]!;
    }
    return error;
  });
  return LAMBDAS[errors.indexOf(Math.min(...errors))]!;
}

function plusOuter(a: Float64Array, rows: Float64Array, columns: Float64Array): Float64Array {
  const d = columns.length;
  return a.map((value, k) => value + rows[Math.floor(k / d)]! * columns[k % d]!);
}

/**
 * Ridge with lambda chosen on held-out pairs of the bitext, then fitted to all. Without held-out pairs there
 * is nothing to choose by, and the largest lambda is taken.
 */
export function fitHeldOutRidge(
  fitted: Moments,
  heldOut: Moments | null,
  settings: Settings,
): AffineMap {
  if (!heldOut) return fitRidge(fitted, LAMBDAS.at(-1)!, settings);
  return fitRidge(mergeMoments(fitted, heldOut), chooseLambda(fitted, heldOut, settings), settings);
}
