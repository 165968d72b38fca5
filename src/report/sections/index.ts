import type { StudyReport } from '../types';
import { bitextSizeSections } from './bitextSize';
import { dispersionSections } from './dispersion';
import { encoderSections } from './encoder';
import { measureSections } from './measures';
import { poolSections } from './pool';
import { significanceSections } from './significance';
import { slotSections } from './slots';
import { taskSections } from './tasks';
import { threatSections } from './threats';
import type { Section } from './types';

export type { Section } from './types';

/** What comes before the results of the tasks. */
export function openingSections(report: StudyReport): readonly Section[] {
  return [...taskSections(report), ...encoderSections(report)];
}

/** What comes after the results of all tasks. */
export function closingSections(report: StudyReport): readonly Section[] {
  return [
    significanceSections,
    bitextSizeSections,
    dispersionSections,
    measureSections,
    poolSections,
    slotSections,
    threatSections,
  ].flatMap((make) => make(report));
}

/** What a terminal has room for. */
export function summarySections(report: StudyReport): readonly Section[] {
  return [bitextSizeSections, measureSections, poolSections, slotSections].flatMap((make) =>
    make(report),
  );
}
