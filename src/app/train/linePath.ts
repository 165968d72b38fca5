import type { SeriesPoint } from './curveModel';
import { type LineScale, placeOn } from './lineScale';

/**
 * The points that decide how a line looks where columns of pixels are this wide: of each column the first, the lowest, the highest
 * and the last, in their order. A line through them covers the same pixels as one through all (M4: Jugel et al., VLDB 2014, §4).
 *
 * @param columnOf the column of a step; it must not fall along the points
 */
export function columnPoints(
  points: readonly SeriesPoint[],
  columnOf: (step: number) => number,
): readonly SeriesPoint[] {
  const kept: SeriesPoint[] = [];
  let from = 0;
  while (from < points.length) {
    const column = columnOf(points[from]!.step);
    let [low, high, to] = [from, from, from + 1];
    for (; to < points.length && columnOf(points[to]!.step) === column; to++) {
      if (points[to]!.value < points[low]!.value) low = to;
      if (points[to]!.value > points[high]!.value) high = to;
    }
    const chosen = [from, Math.min(low, high), Math.max(low, high), to - 1];
    chosen.forEach((at, k) => {
      if (k === 0 || at > chosen[k - 1]!) kept.push(points[at]!);
    });
    from = to;
  }
  return kept;
}

/** What is drawn of a line. */
export interface LinePath {
  /** Of an SVG path. */
  readonly d: string;
  /** How many points it goes through. */
  readonly drawn: number;
}

interface Known extends LinePath {
  readonly x: LineScale;
  readonly y: LineScale;
}

const paths = new WeakMap<readonly SeriesPoint[], Known>();

/** The path of a line, made anew only where its points or an axis changed. */
export function linePath(points: readonly SeriesPoint[], x: LineScale, y: LineScale): LinePath {
  const known = paths.get(points);
  if (known && isSame(known.x, x) && isSame(known.y, y)) return known;
  const perStep = placeOn(x, 1) - placeOn(x, 0);
  const shown = columnPoints(points, (step) => Math.floor(step * perStep));
  const parts = shown.map(
    ({ step, value }) => `${tenths(placeOn(x, step))},${tenths(placeOn(y, value))}`,
  );
  const path = { d: parts.length > 0 ? `M${parts.join('L')}` : '', drawn: shown.length, x, y };
  paths.set(points, path);
  return path;
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}

function isSame(a: LineScale, b: LineScale): boolean {
  return (
    a.least === b.least &&
    a.most === b.most &&
    a.pixels[0] === b.pixels[0] &&
    a.pixels[1] === b.pixels[1] &&
    a.logarithmic === b.logarithmic
  );
}

/** Place of the point whose step is the nearest; -1 of none. Steps must not fall along the points. */
export function nearestPoint(points: readonly SeriesPoint[], step: number): number {
  let [low, high] = [0, points.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle]!.step < step) low = middle + 1;
    else high = middle;
  }
  const before = points[low - 1];
  const isNearer = before !== undefined && step - before.step < points[low]!.step - step;
  return isNearer ? low - 1 : points.length > 0 ? low : -1;
}
