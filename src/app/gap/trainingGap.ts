import type { Method, StudyReport } from '../../report';
import type { GapGroups } from './groups';

/** Held-out MAP of the groups at one checkpoint, as a mean over the seeds. */
export interface TrainingPoint {
  readonly step: number;
  readonly high: number;
  readonly low: number;
  readonly gap: number;
  /** Least and greatest gap of a seed. */
  readonly range: readonly [number, number];
  /** Mean over the seeds, by language. */
  readonly languages: ReadonlyMap<string, number>;
}

export interface TrainingLine {
  readonly method: Method;
  readonly seeds: number;
  readonly points: readonly TrainingPoint[];
  /** Languages that are trained and in a group. */
  readonly high: readonly string[];
  readonly low: readonly string[];
}

/** The gap over the steps of training, or why there is none. */
export interface TrainingGap {
  readonly lines: readonly TrainingLine[];
  readonly reason: string | null;
}

type Curves = ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<number, number>>>;

/** Steps at which all grouped languages of all seeds were evaluated; a student that stopped early ends its line. */
export function trainingGap(
  { curves }: Pick<StudyReport, 'curves'>,
  groups: GapGroups,
): TrainingGap {
  const students = curves.filter(({ stage }) => stage !== 'ranker');
  if (students.length === 0) return { lines: [], reason: 'Nothing was trained in this run.' };
  const evaluated = students.filter(({ devMap }) => devMap !== null && devMap !== undefined);
  if (evaluated.length === 0)
    return { lines: [], reason: 'No checkpoint was evaluated on held-out ids.' };
  const byLanguage = evaluated.filter(({ language }) => language !== null);
  if (byLanguage.length === 0)
    return {
      lines: [],
      reason:
        'The students are joint: their checkpoints know the held-out MAP as a mean over the languages alone.',
    };
  const methods = [...new Set(byLanguage.map(({ stage }) => stage))];
  const lines = methods.flatMap((method) => lineOf(method, groups, curvesOf(byLanguage, method)));
  const reason = lines.length
    ? null
    : 'The gap needs a trained language in each group; here one has none.';
  return { lines, reason };
}

function curvesOf(points: StudyReport['curves'], method: Method): Curves {
  const seeds = new Map<number, Map<string, Map<number, number>>>();
  for (const { stage, seed, language, step, devMap } of points) {
    if (stage !== method || language === null || devMap === null) continue;
    const ofSeed = seeds.get(seed) ?? new Map<string, Map<number, number>>();
    const ofLanguage = ofSeed.get(language) ?? new Map<number, number>();
    seeds.set(seed, ofSeed.set(language, ofLanguage.set(step, devMap)));
  }
  return seeds;
}

function lineOf(method: Method, groups: GapGroups, curves: Curves): TrainingLine[] {
  const seeds = [...curves.values()];
  const trained = (code: string) => seeds.every((seed) => seed.has(code));
  const [high, low] = [groups.high.filter(trained), groups.low.filter(trained)];
  if (high.length === 0 || low.length === 0) return [];
  const all = [...high, ...low];
  const steps = [...seeds[0]!.get(all[0]!)!.keys()]
    .filter((step) => seeds.every((seed) => all.every((code) => seed.get(code)!.has(step))))
    .sort((a, b) => a - b);
  const points = steps.map((step) => pointOf(step, high, low, seeds));
  return points.length ? [{ method, seeds: seeds.length, points, high, low }] : [];
}

function pointOf(
  step: number,
  high: readonly string[],
  low: readonly string[],
  seeds: readonly ReadonlyMap<string, ReadonlyMap<number, number>>[],
): TrainingPoint {
  const at = (seed: (typeof seeds)[number], code: string) => seed.get(code)!.get(step)!;
  const over = (codes: readonly string[], seed: (typeof seeds)[number]) =>
    mean(codes.map((code) => at(seed, code)));
  const highs = seeds.map((seed) => over(high, seed));
  const lows = seeds.map((seed) => over(low, seed));
  const gaps = highs.map((value, k) => value - lows[k]!);
  return {
    ...{ step, high: mean(highs), low: mean(lows), gap: mean(gaps) },
    range: [Math.min(...gaps), Math.max(...gaps)],
    languages: new Map(
      [...high, ...low].map((code) => [code, mean(seeds.map((seed) => at(seed, code)))]),
    ),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
