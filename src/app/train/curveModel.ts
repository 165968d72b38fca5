import type { CurvePoint } from '../../report';
import type { CurveLine } from '../curve';
import { onceFor } from './onceFor';

/** A line of a chart, with every point of the run. */
export interface Series {
  readonly id: string;
  /** Decides the colour: a method, or the ranker. */
  readonly stage: string;
  readonly seed: number;
  readonly language: string | null;
  readonly points: readonly SeriesPoint[];
  /** What was smoothed; absent where nothing was. */
  readonly raw?: readonly SeriesPoint[];
}

export interface SeriesPoint {
  readonly step: number;
  readonly value: number;
}

/** Loss or marginal error by step. @param smoothing weight of what was before, 0: none. */
export function curveSeries(
  lines: readonly CurveLine[],
  measure: 'loss' | 'marginalError',
  smoothing = 0,
): readonly Series[] {
  return drawn(
    lines.map(({ points, ...about }) => ({ ...about, points: valuesOf(points, measure) })),
    smoothing,
  );
}

/** One measure of a line's points; only a line that got points is gone through again. */
function valuesOf(
  points: readonly CurvePoint[],
  measure: 'loss' | 'marginalError',
): readonly SeriesPoint[] {
  return onceFor(points, measure, () => {
    const made: SeriesPoint[] = [];
    for (const point of points) {
      const value = point[measure];
      if (isNumber(value)) made.push({ step: point.step, value });
    }
    return made;
  });
}

/** MAP × 100 of the held-out ids by step, step 0 included: of all methods their mean, of one its languages. */
export function mapSeries(lines: readonly CurveLine[], method: string | null): readonly Series[] {
  if (method === null)
    return drawn(
      lines.map((line) => ({ ...line, points: meansOf(line) })),
      0,
    );
  const series = lines
    .filter(({ stage }) => stage === method)
    .flatMap((line) =>
      languagesOf(line).map((language) => ({
        ...{ stage: line.stage, seed: line.seed, language },
        id: `${language}, seed ${line.seed}`,
        points: mapsOf(line, language),
      })),
    );
  return drawn(series, 0);
}

/** MAP × 100 of one language at every evaluation, step 0 first where it is known. */
export function mapsOf(line: CurveLine, language: string): readonly SeriesPoint[] {
  return onceFor(line.points, `MAP ${language}`, () =>
    evaluated(line).flatMap(({ step, atStart, byLanguage }) => {
      const [start, value] = [atStart?.[language], byLanguage?.[language]];
      return [
        ...(isNumber(start) ? [{ step: 0, value: 100 * start }] : []),
        ...(isNumber(value) ? [{ step, value: 100 * value }] : []),
      ];
    }),
  );
}

/** Languages that a line was evaluated in, but English, which no student is trained for. */
export function languagesOf(line: CurveLine): readonly string[] {
  if (line.language !== null) return [line.language];
  const seen = new Set(
    evaluated(line).flatMap(({ atStart, byLanguage }) => Object.keys(atStart ?? byLanguage ?? {})),
  );
  seen.delete('en');
  return [...seen];
}

function meansOf(line: CurveLine): readonly SeriesPoint[] {
  return onceFor(line.points, 'means', () => {
    const languages = languagesOf(line);
    return evaluated(line).flatMap(({ step, atStart, devMap }) => {
      const start = languages.map((language) => atStart?.[language]).filter(isNumber);
      const mean = start.reduce((sum, value) => sum + value, 0) / start.length;
      return [
        ...(start.length > 0 ? [{ step: 0, value: 100 * mean }] : []),
        ...(isNumber(devMap) ? [{ step, value: 100 * devMap }] : []),
      ];
    });
  });
}

/** Points that say something of MAP: few among those of every step. */
function evaluated({ points }: CurveLine): readonly CurvePoint[] {
  return onceFor(points, 'evaluated', () =>
    points.filter(({ atStart, byLanguage, devMap }) => atStart || byLanguage || devMap !== null),
  );
}

/** Smooths; lines without a point are not drawn. */
function drawn(series: readonly Series[], smoothing: number): readonly Series[] {
  const shown = series.filter(({ points }) => points.length > 0);
  if (smoothing === 0) return shown;
  return shown.map((one) => ({
    ...one,
    raw: one.points,
    points: onceFor(one.points, `smoothed ${smoothing}`, () => smoothed(one.points, smoothing)),
  }));
}

/** Exponential means, without the pull of the first value to 0: `m / (1 - w^k)`. */
export function smoothed(points: readonly SeriesPoint[], weight: number): readonly SeriesPoint[] {
  let mean = 0;
  let rest = 1;
  return points.map(({ step, value }) => {
    mean = weight * mean + (1 - weight) * value;
    rest *= weight;
    return { step, value: mean / (1 - rest) };
  });
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
