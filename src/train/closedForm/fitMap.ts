import { assertOtSettings } from '../../kernels';
import { identityMap } from './affine';
import { fitCca, fitGaussianOt } from './covarianceMaps';
import { fitHeldOutRidge, fitRidge } from './leastSquares';
import { meanShift } from './meanShift';
import { cloudOf, type Moments } from './moments';
import { fitOtProcrustes } from './otProcrustes';
import { matchedMoments, pooledMoments } from './pairMoments';
import { checkedPairs, rowsOfTexts, type TextPair } from './problem';
import { fitProcrustes } from './procrustes';
import {
  type AffineMap,
  CLOSED_FORM_DEFAULTS,
  type ClosedForm,
  type ClosedFormSettings,
  type MapProblem,
} from './types';

/** One pair in so many is held out to choose lambda by. */
const HELD_OUT = 10;

/** Texts whose tokens are summed at a time. */
const CHUNK = 256;

/**
 * Fits the map of one language to its bitext, in float64 on the calling thread; pairs with a side without
 * tokens are left out. The same problem gives the same map.
 *
 * @throws RangeError naming language, side, text and row for a value that is not finite; where tables do not
 *   fit one another or no pair is left; for settings outside their ranges.
 */
export function fitMap(
  method: ClosedForm,
  problem: MapProblem,
  settings: Partial<ClosedFormSettings> = {},
): AffineMap {
  const all = { ...CLOSED_FORM_DEFAULTS, ...settings };
  checkSettings(all);
  const pairs = checkedPairs(problem);
  const moments = (some = pairs, wanted: 'all' | 'cross' = 'all') =>
    momentsOf(problem, some, all, wanted);
  switch (method) {
    case 'identity':
      return identityMap(problem.foreign.dimension);
    case 'mean-shift':
      return meanShift(problem, pairs);
    case 'least-squares':
      return fitRidge(moments(), 0, all);
    case 'ridge':
      return ridge(pairs, moments, all);
    case 'procrustes':
      return fitProcrustes(moments(pairs, 'cross'), all.centre);
    case 'ot-procrustes':
      return fitOtProcrustes(problem, pairs, all);
    case 'cca':
      return fitCca(moments(), all);
    case 'gaussian-ot':
      return gaussianOt(problem, pairs, all.shrinkage);
  }
}

function momentsOf(
  problem: MapProblem,
  pairs: readonly TextPair[],
  settings: ClosedFormSettings,
  wanted: 'all' | 'cross',
): Moments {
  if (settings.pairs === 'pooled') return pooledMoments(problem, pairs, wanted);
  const start = identityMap(problem.foreign.dimension);
  return matchedMoments(problem, pairs, start, settings.ot, wanted).moments;
}

/** Whole pairs are held out, the last of every ten, so that no token of a held-out text is fitted to. */
function ridge(
  pairs: readonly TextPair[],
  moments: (some?: readonly TextPair[]) => Moments,
  settings: ClosedFormSettings,
): AffineMap {
  const { lambda } = settings;
  if (lambda !== 'held-out') return fitRidge(moments(), lambda, settings);
  if (pairs.length === 1) return fitHeldOutRidge(moments(), null, settings);
  const every = Math.min(HELD_OUT, pairs.length);
  const isHeldOut = (k: number) => k % every === every - 1;
  const fitted = moments(pairs.filter((_, k) => !isHeldOut(k)));
  return fitHeldOutRidge(fitted, moments(pairs.filter((_, k) => isHeldOut(k))), settings);
}

function gaussianOt(
  { foreign, englishTokens }: MapProblem,
  pairs: readonly TextPair[],
  shrinkage: number,
): AffineMap {
  const d = foreign.dimension;
  const rows = function* (set: typeof foreign, texts: readonly number[]) {
    for (let first = 0; first < texts.length; first += CHUNK)
      yield Float64Array.from(rowsOfTexts(set, texts.slice(first, first + CHUNK)));
  };
  const from = cloudOf(
    rows(
      foreign,
      pairs.map((pair) => pair.foreign),
    ),
    d,
  );
  const to = cloudOf(
    rows(
      englishTokens,
      pairs.map((pair) => pair.english),
    ),
    d,
  );
  return fitGaussianOt(from, to, shrinkage);
}

function checkSettings(settings: ClosedFormSettings): void {
  const { lambda, shrinkage, keep, rounds, ot } = settings;
  const want = (name: string, got: unknown, wanted: string, fine: boolean) => {
    if (!fine) throw new RangeError(`closed form: ${name} must be ${wanted}, got ${got}`);
  };
  const positive = lambda === 'held-out' || (lambda >= 0 && lambda < Infinity);
  want('lambda', lambda, "'held-out' or finite and >= 0", positive);
  want('shrinkage', shrinkage, 'within 0 and 1', shrinkage >= 0 && shrinkage <= 1);
  want('keep', keep, 'above 0 and at most 1', keep > 0 && keep <= 1);
  want('rounds', rounds, 'a whole number >= 1', Number.isInteger(rounds) && rounds >= 1);
  assertOtSettings('closed form', ot);
}
