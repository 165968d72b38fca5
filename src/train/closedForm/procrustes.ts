import { mapAbout } from './affine';
import { dot } from './matrix';
import { type Moments, uncentred } from './moments';
import { nearestOrthogonal } from './polar';
import type { AffineMap } from './types';

/** Strength of the pull to the identity, as a share of the scale of the covariance. */
const PULL = 1e-12;

/**
 * `M` orthogonal, of least mean `|t - M s|^2` over the pairs (Schönemann 1966; for embeddings Xing et al. 2015,
 * Artetxe et al. 2016): the polar factor of C_ts. Angles between tokens stay as they are, so nothing collapses.
 * Directions that the pairs do not span are turned as little as possible: a pull of 1e-12 to the identity
 * decides where the data do not. Fails where one language's space is stretched rather than turned against
 * the other's.
 */
export function fitProcrustes(
  moments: Moments,
  centre: boolean,
  details: Readonly<Record<string, number>> = {},
): AffineMap {
  const { d } = moments;
  const { sourceMean: s, targetMean: t } = moments;
  const about = centre ? moments : uncentred(moments);
  const size = Math.sqrt(dot(about.cross, about.cross)) + Math.sqrt(dot(s, s) * dot(t, t));
  const pulled = about.cross.slice();
  for (let k = 0; k < d; k++) pulled[k * d + k]! += size > 0 ? PULL * size : 1;
  return mapAbout(nearestOrthogonal(pulled, d), about, details);
}
