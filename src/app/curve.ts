import type { CurvePoint } from '../report';

/** The training curve of one method and seed, and of one language unless the student is joint. */
export interface CurveLine {
  readonly id: string;
  readonly stage: CurvePoint['stage'];
  readonly seed: number;
  /** null for the ranker and for a joint student. */
  readonly language: string | null;
  readonly points: readonly CurvePoint[];
}

/** At most so many points of a line are drawn. */
export const MOST_POINTS = 300;

/** Adds points to their lines; lines keep the order in which they first appeared. */
export function appendPoints(
  lines: readonly CurveLine[],
  points: readonly CurvePoint[],
): readonly CurveLine[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  // Lines that get points are copied once, however many these are.
  const own = new Map<string, CurvePoint[]>();
  for (const point of points) {
    const language = point.language === null ? '' : `${point.language}, `;
    const id = `${point.stage}, ${language}seed ${point.seed}`;
    let copy = own.get(id);
    if (!copy) {
      const line = byId.get(id) ?? { id, stage: point.stage, seed: point.seed, language: point.language, points: [] };
      copy = [...line.points];
      own.set(id, copy);
      byId.set(id, { ...line, language: point.language, points: copy });
    }
    copy.push(point);
  }
  return [...byId.values()];
}

/**
 * Thins points for drawing: all that carry a dev MAP stay, and of the others each bucket gives its
 * lowest and its highest loss, so that spikes stay visible.
 */
export function thinPoints(points: readonly CurvePoint[], most = MOST_POINTS): CurvePoint[] {
  if (points.length <= most) return [...points];
  const size = Math.ceil((2 * points.length) / most);
  const kept: CurvePoint[] = [];
  for (let from = 0; from < points.length; from += size) {
    const bucket = points.slice(from, from + size);
    const low = bucket.reduce((a, b) => (b.loss < a.loss ? b : a));
    const high = bucket.reduce((a, b) => (b.loss > a.loss ? b : a));
    kept.push(...bucket.filter((p) => p === low || p === high || p.devMap !== null));
  }
  return kept;
}
