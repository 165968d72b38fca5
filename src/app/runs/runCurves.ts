import type { StudyReport } from '../../report';
import { appendPoints, type CurveLine } from '../curve';
import { onceFor } from '../train/onceFor';

/** The curves of a run, or of two whose lines are told apart by `A` and `B`. */
export function runCurves(a: StudyReport | null, b: StudyReport | null): readonly CurveLine[] {
  const named = (report: StudyReport | null, side: string) =>
    linesOf(report).map((line) => ({ ...line, id: a && b ? `${side}: ${line.id}` : line.id }));
  return [...named(a, 'A'), ...named(b, 'B')];
}

/** Sorted into lines once a report: a long run has as many points as steps. */
function linesOf(report: StudyReport | null): readonly CurveLine[] {
  return report ? onceFor(report, 'curves', () => appendPoints([], report.curves)) : [];
}
