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
      const line = byId.get(id) ?? {
        id,
        stage: point.stage,
        seed: point.seed,
        language: point.language,
        points: [],
      };
      copy = [...line.points];
      own.set(id, copy);
      byId.set(id, { ...line, language: point.language, points: copy });
    }
    copy.push(point);
  }
  return [...byId.values()];
}
