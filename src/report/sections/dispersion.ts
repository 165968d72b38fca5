import type { TaskId } from '../configTypes';
import { methodName, showInterval, showMap } from '../format';
import { methodsOf, tasksOf } from '../select';
import { taskTitle } from '../taskTitles';
import type { DispersionRow, StudyReport } from '../types';
import type { MakeSections, Section } from './types';

const TITLES: Readonly<Record<string, string>> = {
  range: 'range',
  sd: 'SD',
  cv: 'CV',
  gini: 'Gini',
  worstToBest: 'worst / best',
  worst: 'worst',
  transferGap: 'English minus the others',
};

/** How unequal languages are without any groups, and whether a change holds in log odds. */
export const dispersionSections: MakeSections = (report) =>
  tasksOf(report).flatMap((task) => [...dispersion(report, task), ...logOdds(report, task)]);

function dispersion(report: StudyReport, task: TaskId): Section[] {
  const rows = report.dispersion.filter((row) => row.task === task && row.measure in TITLES);
  if (rows.length === 0) return [];
  const measures = Object.keys(TITLES);
  return [
    {
      title: `Dispersion over languages, ${taskTitle(task, report.topic)}`,
      text: 'Times 100, over the languages beside English, with 95 % intervals; * where the change against zero-shot transfer is resolved. Range, SD, CV and Gini cannot be negative, so that noise alone makes them positive: read their changes.',
      table: {
        head: ['', ...measures.map((measure) => TITLES[measure]!)],
        rows: methodsOf(report).flatMap((method) => {
          const own = rows.filter((row) => row.method === method);
          if (own.length === 0) return [];
          return [
            [
              methodName(method),
              ...measures.map((measure) => cellOf(own.find((row) => row.measure === measure))),
            ],
          ];
        }),
      },
    },
  ];
}

function cellOf(row: DispersionRow | undefined): string {
  if (!row) return '–';
  const resolved = row.deltaCi !== null && (row.deltaCi[0] > 0 || row.deltaCi[1] < 0);
  return `${showMap(row.value)} ${showInterval(row.ci)}${resolved ? ' *' : ''}`.trim();
}

function logOdds(report: StudyReport, task: TaskId): Section[] {
  const rows = report.logit.filter((row) => row.task === task && row.gap !== null);
  if (rows.length === 0) return [];
  return [
    {
      title: `The gap in log odds, ${taskTitle(task, report.topic)}`,
      text: 'Mean logit(MAP) of the high group minus that of the low group. Near 1 a gap shrinks on the scale of MAP for want of room; a change that is resolved there alone may be that ceiling.',
      table: {
        head: ['', 'gap', 'change', '95 % interval', 'resolved on'],
        rows: rows.map((row) => [
          methodName(row.method),
          odds(row.gap),
          odds(row.delta),
          showInterval(row.deltaCi, odds),
          LOGIT_VERDICTS[row.verdict ?? 'neither'],
        ]),
      },
    },
  ];
}

/** On which scale a change of the gap is resolved, for people. */
export const LOGIT_VERDICTS = {
  both: 'both scales',
  neither: 'neither',
  'only raw': 'MAP alone',
  'only logit': 'log odds alone',
  opposite: 'both, with opposite signs',
} as const;

function odds(value: number | null): string {
  if (value === null) return '–';
  const text = value.toFixed(3);
  return Number(text) === 0 ? '0.000' : text.replace('-', '−');
}
