import { mapAbout } from './affine';
import { product, scaleColumns, spectral, symmetricEigen, trace, transpose } from './matrix';
import { type Cloud, type Moments, uncentred } from './moments';
import type { AffineMap } from './types';

/** Eigenvalues below this share of the largest count as 0 in inverse roots. */
const RANK = 1e-12;

/** `(1 - gamma) C + gamma tr(C) / d I`: a covariance pulled to the round one of its size (Ledoit & Wolf 2004). */
export function shrink(covariance: Float64Array, gamma: number, d: number): Float64Array {
  const variance = trace(covariance, d) / d;
  return covariance.map(
    (value, k) => (1 - gamma) * value + (k % (d + 1) === 0 ? gamma * variance : 0),
  );
}

/** Square root and pseudo-inverse root of a symmetric matrix without negative eigenvalues but for rounding. */
function roots(a: Float64Array, d: number): { root: Float64Array; inverse: Float64Array } {
  const eigen = symmetricEigen(a, d);
  const least = RANK * Math.max(...eigen.values);
  return {
    root: spectral(eigen, (value) => Math.sqrt(Math.max(value, 0))),
    inverse: spectral(eigen, (value) => (value > least && value > 0 ? 1 / Math.sqrt(value) : 0)),
  };
}

/**
 * Canonical correlations (Hotelling 1936; for embeddings Faruqui & Dyer 2014). With
 * `K = C_tt^-1/2 C_ts C_ss^-1/2 = U R V^T` the canonical variates of a source are `V_k^T C_ss^-1/2 (s - mean s)`; the best
 * linear prediction of its translation's variates is R_k times them. Documents stay in the teacher's space,
 * so whitening is undone on its side:
 *
 * `M = C_tt^1/2 U_k R_k V_k^T C_ss^-1/2 = C_tt^1/2 K V_k V_k^T C_ss^-1/2`, `x -> M (x - mean s) + mean t`.
 *
 * That is the regression of reduced rank (Izenman 1975); with all k it is C_ts C_ss^-1, least squares. The joint
 * covariance is shrunk, C_ts by 1 - gamma, so that correlations stay below 1. Components that are dropped land on the
 * teacher's mean. Fails without shrinkage where there are fewer pairs than dimensions: every canonical
 * correlation is then 1.
 */
export function fitCca(
  moments: Moments,
  { centre, shrinkage, keep }: { centre: boolean; shrinkage: number; keep: number },
): AffineMap {
  const { d } = moments;
  const m = centre ? moments : uncentred(moments);
  const source = roots(shrink(m.source, shrinkage, d), d);
  const target = roots(shrink(m.target, shrinkage, d), d);
  const cross = m.cross.map((value) => (1 - shrinkage) * value);
  const k = product(product(target.inverse, cross, d), source.inverse, d);
  const { values, vectors } = symmetricEigen(product(transpose(k, d), k, d), d);
  const components = Math.ceil(keep * d);
  const kept = values.map((_, index) => (index >= d - components ? 1 : 0));
  const projector = product(scaleColumns(vectors, kept), transpose(vectors, d), d);
  const matrix = product(product(target.root, product(k, projector, d), d), source.inverse, d);
  return mapAbout(matrix, m, { components, correlation: Math.sqrt(Math.max(values.at(-1)!, 0)) });
}

/**
 * The optimal transport map between the Gaussians of both clouds of tokens,
 *
 * `M = C_s^-1/2 (C_s^1/2 C_t C_s^1/2)^1/2 C_s^-1/2`, `x -> M (x - mean s) + mean t`
 *
 * (Dowson & Landau 1982; Peyré & Cuturi 2019), with shrunk covariances: M C_s M = C_t. Needs no
 * translations, only two clouds of the same kind. M is symmetric positive: it stretches, it cannot turn;
 * where languages are turned against each other it fails, as it does where the texts are of other domains.
 */
export function fitGaussianOt(from: Cloud, to: Cloud, shrinkage: number): AffineMap {
  const d = from.mean.length;
  const { root, inverse } = roots(shrink(from.covariance, shrinkage, d), d);
  const target = shrink(to.covariance, shrinkage, d);
  const middle = product(product(root, target, d), root, d);
  const geometric = spectral(symmetricEigen(middle, d), (value) => Math.sqrt(Math.max(value, 0)));
  const matrix = product(product(inverse, geometric, d), inverse, d);
  return mapAbout(matrix, { sourceMean: from.mean, targetMean: to.mean });
}
