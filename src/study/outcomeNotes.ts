import type { CollapseRow, StudyReport } from '../report';

/** One note a student whose collapse alarm went off. */
export function alarmNotes(collapse: readonly CollapseRow[]): string[] {
  return collapse
    .filter(({ alarm }) => alarm)
    .map(({ method, seed, language, reasons }) => {
      const where = [method, language, `seed ${seed}`].filter(Boolean).join(', ');
      return `Collapse alarm, ${where}: ${reasons.join('; ')}.`;
    });
}

/** A method that ends below a baseline is reported as losing: one note a task, method and baseline. */
export function lostNotes({ differences }: Pick<StudyReport, 'differences'>): string[] {
  const lost = new Map<string, string[]>();
  for (const { task, method, baseline, language, ci } of differences) {
    if (ci === null || ci[1] >= 0 || method === 'encoder-zero-shot') continue;
    const claim = `${task}: ${method} ends below ${baseline} in`;
    lost.set(claim, [...(lost.get(claim) ?? []), language]);
  }
  return [...lost].map(([claim, languages]) => `${claim} ${languages.join(', ')}.`);
}
