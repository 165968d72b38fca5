import type { StudyReport } from '../types';
import { measureSections } from './measures';
import { slotSections } from './slots';
import { taskSections } from './tasks';
import { threatSections } from './threats';
import type { Section } from './types';

export type { Section } from './types';

/** What comes before the results of the tasks. */
export function openingSections(report: StudyReport): readonly Section[] {
  return taskSections(report);
}

/** What comes after the results of all tasks. */
export function closingSections(report: StudyReport): readonly Section[] {
  return [measureSections, slotSections, threatSections].flatMap((make) => make(report));
}
