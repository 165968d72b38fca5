import type { StudyReport } from '../../report';
import { appendPoints, type CurveLine } from '../curve';

/** The curves of a run, or of two whose lines are told apart by `A` and `B`. */
export function runCurves(a: StudyReport | null, b: StudyReport | null): readonly CurveLine[] {
  const named = (report: StudyReport | null, side: string) =>
    appendPoints([], report?.curves ?? []).map((line) => ({
      ...line,
      id: a && b ? `${side}: ${line.id}` : line.id,
    }));
  return [...named(a, 'A'), ...named(b, 'B')];
}
