import type { LanguageGroups } from '../../report';
import type { CurveLine } from '../curve';
import { mapsOf, type Series, type SeriesPoint } from './curveModel';

/** A method's gap over its training. */
export interface GapLine extends Series {
  /** From the first to the last step, in points of MAP × 100. */
  readonly change: { readonly high: number; readonly low: number; readonly gap: number };
  /** Whether the gap fell because the high group did. */
  readonly levelsDown: boolean;
}

/**
 * Mean MAP × 100 of the high group minus that of the low group on held-out ids, by step. Students of single languages
 * are trained one after the other and may stop early: each counts with its last evaluation so far, and a method is drawn
 * once every language of both groups that is trained has been evaluated. English, where it is in a group, stays as it is.
 */
export function gapSeries(
  lines: readonly CurveLine[],
  groups: LanguageGroups | null,
): readonly GapLine[] {
  if (!groups) return [];
  const byMethod = new Map<string, CurveLine[]>();
  for (const line of lines) {
    if (line.stage === 'ranker') continue;
    const id = `${line.stage}, seed ${line.seed}`;
    byMethod.set(id, [...(byMethod.get(id) ?? []), line]);
  }
  return [...byMethod].flatMap(([id, own]) => {
    const maps = (names: readonly string[]) => names.map((name) => longest(own, name));
    const [high, low] = [maps(groups.high), maps(groups.low)];
    if (![high, low].every((group) => group.length > 0 && group.every(({ length }) => length > 0)))
      return [];
    const steps = [...new Set([...high, ...low].flat().map(({ step }) => step))];
    const points = steps
      .toSorted((a, b) => a - b)
      .map((step) => ({ step, high: meanAt(high, step), low: meanAt(low, step) }));
    const [first, last] = [points[0]!, points.at(-1)!];
    const change = {
      high: last.high - first.high,
      low: last.low - first.low,
      gap: last.high - last.low - (first.high - first.low),
    };
    return {
      ...{ id, stage: own[0]!.stage, seed: own[0]!.seed, language: null, change },
      points: points.map((point) => ({ step: point.step, value: point.high - point.low })),
      levelsDown: change.gap < 0 && change.high < 0 && -change.high >= change.low,
    };
  });
}

/** A language's evaluations; English is in those of every student, the longest has all steps. */
function longest(lines: readonly CurveLine[], language: string): readonly SeriesPoint[] {
  return lines
    .map((line) => mapsOf(line, language))
    .reduce((a, b) => (b.length > a.length ? b : a), []);
}

/** Each language as it was last evaluated at a step, or first after it. */
function meanAt(group: readonly (readonly SeriesPoint[])[], step: number): number {
  const values = group.map(
    (points) => (points.findLast((point) => point.step <= step) ?? points[0]!).value,
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
