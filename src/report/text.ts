import type { TaskId } from './configTypes';
import { languageName, showChange, showInterval, showMap } from './format';
import { summarySections } from './sections';
import {
  evaluatedText,
  gapsOf,
  groupOf,
  heldOutTask,
  languagesOf,
  methodsOf,
  resultsOf,
  tasksOf,
} from './select';
import { taskTitle } from './taskTitles';
import { memoryLines, showMilliseconds, trainingSummary } from './trainingTable';
import type { StudyReport } from './types';

/**
 * The report for a terminal: per task a table language × method with MAP × 100 and its 95 % interval,
 * the means of both groups, the gap and its change, then the answer and what a reader must know.
 */
export function renderReportText(report: StudyReport): string {
  const seeds = report.config.seeds;
  const lines = [
    `${report.corpus}${report.synthetic ? ' (synthetic)' : ''}: ${evaluatedText(report)}; ` +
      `seed${seeds.length > 1 ? `s ${seeds.join(', ')}, means over seeds` : ` ${seeds[0]}`}`,
    `${report.env.adapter}${report.env.software ? ' (software adapter)' : ''}, ${report.env.browser}`,
    `trained on ${report.env.backend}`,
    '',
  ];
  for (const task of tasksOf(report))
    lines.push(...renderTask(report, task), '', report.answers[task] ?? '', '');
  lines.push(...renderTraining(report));
  for (const { title, table } of summarySections(report))
    if (table) lines.push(title, ...align([table.head, ...table.rows]), '');
  for (const { language, reason } of report.notTrained)
    lines.push(`not trained: ${languageName(language)} (${language}), ${reason}`);
  for (const note of report.notes) lines.push(`note: ${note}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

function renderTask(report: StudyReport, task: TaskId): string[] {
  const methods = methodsOf(report);
  const results = resultsOf(report, task);
  const gaps = gapsOf(report, task);
  const title = `${taskTitle(task, report.topic)}: MAP × 100 [95 % CI]`;
  const rows = [['', ...methods]];
  for (const language of languagesOf(report)) {
    const group = groupOf(report, language);
    rows.push([
      `${language}${group ? ` (${group})` : ''}`,
      ...methods.map((method) => {
        const row = results.find((r) => r.method === method && r.language === language);
        return row ? `${showMap(row.map)} ${showInterval(row.ci)}` : '–';
      }),
    ]);
  }
  const { name, high, low } = report.groups;
  const cells = (show: (row: (typeof gaps)[number]) => string) =>
    methods.map((method) => {
      const row = gaps.find((gap) => gap.method === method);
      return row ? show(row) : '–';
    });
  rows.push(
    [`high`, ...cells((row) => showMap(row.high))],
    [`low`, ...cells((row) => showMap(row.low))],
    ['gap', ...cells((row) => `${showChange(row.gap)} ${showInterval(row.ci, showChange)}`)],
    [
      'change',
      ...cells((row) => `${showChange(row.delta)} ${showInterval(row.deltaCi, showChange)}`),
    ],
    ['', ...cells((row) => row.label)],
  );
  return [
    title,
    ...align(rows),
    `groups ${name}: high ${high.join(' ')}, low ${low.join(' ')}`,
    ...renderDifferences(report, task),
  ];
}

/** MAP minus that of each baseline by language and method; an asterisk where the interval excludes 0. */
function renderDifferences(report: StudyReport, task: TaskId): string[] {
  const ofTask = report.differences.filter((row) => row.task === task && row.language !== 'en');
  return [...new Set(ofTask.map(({ baseline }) => baseline))].flatMap((baseline) => {
    const rows = ofTask.filter((row) => row.baseline === baseline);
    const methods = [...new Set(rows.map(({ method }) => method))];
    const languages = [...new Set(rows.map(({ language }) => language))];
    const table = languages.map((language) => [
      language,
      ...methods.map((method) => {
        const row = rows.find((r) => r.method === method && r.language === language);
        if (!row) return '–';
        const resolved = row.ci !== null && (row.ci[0] > 0 || row.ci[1] < 0);
        return `${showChange(row.delta)} ${showInterval(row.ci, showChange)}${resolved ? ' *' : ''}`;
      }),
    ]);
    const title = `${task}, MAP × 100 minus ${baseline} [95 % CI, paired by id], * excludes 0`;
    return ['', title, ...align([['', ...methods], ...table])];
  });
}

/** How long students were trained and which step was kept. */
function renderTraining(report: StudyReport): string[] {
  const rows = trainingSummary(report);
  if (rows.length === 0) return [];
  return [
    `Training: steps run, step kept by held-out ${heldOutTask(report)} MAP × 100, time per step`,
    ...align([
      ['', 'student', 'students', 'steps', 'kept', 'at start', 'dev MAP', 'ms a step'],
      ...rows.map((row) => [
        row.method,
        row.student,
        `${row.students}`,
        row.steps,
        row.chosen,
        `${row.atStart}`,
        showMap(row.devMap),
        showMilliseconds(row.perStep),
      ]),
    ]),
    ...memoryLines(report).map((line) => `memory: ${line}`),
    '',
  ];
}

/** Pads the columns of a table; widths count code points. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '').trim()].length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.trim() + ' '.repeat(widths[column]! - [...cell.trim()].length))
      .join('  ')
      .trimEnd(),
  );
}
