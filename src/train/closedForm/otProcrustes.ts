import { identityMap } from './affine';
import { matchedMoments } from './pairMoments';
import type { TextPair } from './problem';
import { fitProcrustes } from './procrustes';
import type { AffineMap, ClosedFormSettings, MapProblem } from './types';

/**
 * Wasserstein-Procrustes within translations: plans between the tokens of each pair under the map so far,
 * the orthogonal map that is best for the plans (`sum P_ij |t_i - M s_j - b|^2`), and again, `rounds` times from
 * the identity (Grave, Joulin, Berthet 2019; Alvarez-Melis, Jegelka, Jaakkola 2019). Entropic plans of cosine
 * costs stand in for the exact ones of squared distances: the same but for eps where vectors have equal norms.
 * The bitext keeps it from their local optima, but not where most words of a pair have no partner, nor where
 * plans from the identity are no better than chance.
 */
export function fitOtProcrustes(
  problem: MapProblem,
  pairs: readonly TextPair[],
  { rounds, centre, ot }: ClosedFormSettings,
): AffineMap {
  let map = identityMap(problem.foreign.dimension);
  for (let round = 0; round < rounds; round++) {
    const { moments, cost } = matchedMoments(problem, pairs, map, ot, 'cross');
    map = fitProcrustes(moments, centre, { ...map.details, [`cost of round ${round + 1}`]: cost });
  }
  return map;
}
