import { methodName, showMap } from '../format';
import { tasksOf } from '../select';
import { taskTitle } from '../taskTitles';
import type { TestRow } from '../types';
import type { MakeSections } from './types';

/** p values of every comparison, one table a task and baseline. */
export const significanceSections: MakeSections = (report) =>
  tasksOf(report).flatMap((task) => {
    const ofTask = report.tests.filter((row) => row.task === task);
    return [...new Set(ofTask.map(({ baseline }) => baseline))].map((baseline) => {
      const rows = ofTask.filter((row) => row.baseline === baseline);
      const languages = [...new Set(rows.map(({ language }) => language))];
      const least = Math.max(...rows.map(({ detectable }) => detectable ?? 0));
      return {
        title: `Tests, ${taskTitle(task, report.topic)}, against ${methodName(baseline)}`,
        text: `p of a sign-flip test paired by query (${rows.some(({ exact }) => exact) ? 'exact where few queries differ, else ' : ''}B = ${report.config.bootstrap.replicates}), corrected by Holm over this table; in brackets the effect size d_z; † where flipping whole ${report.topic}s gives p of .05 or more. Differences above ${showMap(least)} would be found with power .8 in every cell.`,
        table: {
          head: ['', ...languages.map((language) => language ?? 'gap')],
          rows: [...new Set(rows.map(({ method }) => method))].map((method) => [
            methodName(method),
            ...languages.map((language) =>
              cellOf(rows.find((row) => row.method === method && row.language === language)),
            ),
          ]),
        },
      };
    });
  });

function cellOf(row: TestRow | undefined): string {
  if (!row || row.holm === null) return '–';
  const topic = row.holm < 0.05 && row.pTopic !== null && row.pTopic >= 0.05 ? ' †' : '';
  const size = row.effectSize === null ? '' : ` (${signed(row.effectSize)})`;
  return `${showP(row.holm)}${size}${topic}`;
}

/** `.023`, `< .001`. */
function showP(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, '');
}

function signed(value: number): string {
  const text = value.toFixed(2);
  return value < 0 ? text.replace('-', '−') : `+${text}`;
}
