import type { CurveLine } from '../curve';

/** A student as it was at an evaluation. */
export interface Evaluated {
  readonly id: string;
  readonly line: string;
  readonly method: string;
  readonly seed: number;
  readonly language: string | null;
  readonly step: number;
  /** MAP of the held-out ids. */
  readonly devMap: number;
  readonly byLanguage: Readonly<Record<string, number | null>>;
  /** Whether its weights are those that are kept so far. */
  readonly chosen: boolean;
}

/** Every evaluation of every student, and which one of each is kept: the best, the first of equals. */
export function evaluationsOf(lines: readonly CurveLine[]): readonly Evaluated[] {
  return lines.flatMap(({ id, stage, seed, language, points }) => {
    const found = points.flatMap(({ step, devMap, byLanguage = {}, atStart }) => [
      ...(atStart ? [{ step: 0, devMap: meanOf(atStart, language), byLanguage: atStart }] : []),
      ...(devMap !== null ? [{ step, devMap, byLanguage }] : []),
    ]);
    let best = 0;
    found.forEach(({ devMap }, at) => {
      if (devMap > found[best]!.devMap) best = at;
    });
    return found.map((one, at) => ({
      ...one,
      ...{ id: `${id}, step ${one.step}`, line: id, method: stage, seed, language },
      chosen: at === best,
    }));
  });
}

/** The mean over the languages that are trained. */
function meanOf(maps: Readonly<Record<string, number | null>>, language: string | null): number {
  const values = Object.entries(maps)
    .filter(([name]) => (language === null ? name !== 'en' : name === language))
    .map(([, value]) => value ?? Number.NaN);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
