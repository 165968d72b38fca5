import type { TaskId } from './configTypes';
import { methodName, showChange, showInterval, showMap } from './format';
import { closingSections, openingSections, type Section } from './sections';
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
 * The report as Markdown, headings from level 3 on: per task MAP by method and language, the gap, differences
 * against each baseline; then training, collapse and notes.
 */
export function renderReportMarkdown(report: StudyReport): string {
  const parts = [
    ...facts(report),
    ...openingSections(report).flatMap(renderSection),
    ...tasksOf(report).flatMap((task) => renderTask(report, task)),
    ...renderTraining(report),
    ...renderCollapse(report),
    ...closingSections(report).flatMap(renderSection),
    ...renderNotes(report),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

function facts(report: StudyReport): string[] {
  const { config, corpus, env, sizes, timings } = report;
  const pairs = Object.entries(sizes.bitextPairs).map(([language, n]) => `${language} ${n}`);
  const minutes = ((timings.total ?? 0) / 60).toFixed(1);
  return [
    `${corpus}; ${evaluatedText(report)}, seeds ${config.seeds.join(', ')}, ` +
      `${config.joint ? 'one student for all languages' : 'one student a language'}. ` +
      `Bitext pairs: ${pairs.join(', ') || 'none'}; English ranker on ${sizes.trainIds} utterances, ${sizes.devIds} held out.`,
    `${env.adapter}${env.software ? ' (software)' : ''}; trained on ${env.backend}; ${env.browser}; commit ${env.commit}; ${minutes} minutes.`,
    '',
  ].map(plain);
}

function renderTask(report: StudyReport, task: TaskId): string[] {
  return [
    `### ${taskTitle(task, report.topic)}`,
    '',
    plain(report.answers[task] ?? ''),
    '',
    ...mapTable(report, task),
    ...gapTable(report, task),
    ...differenceTables(report, task),
  ];
}

function mapTable(report: StudyReport, task: TaskId): string[] {
  const rows = resultsOf(report, task);
  const languages = languagesOf(report);
  const heads = languages.map((language) => {
    const group = groupOf(report, language);
    return group ? `${language} (${group})` : language;
  });
  const body = methodsOf(report).map((method) => [
    label(method),
    ...languages.map((language) => {
      const row = rows.find((r) => r.method === method && r.language === language);
      if (!row) return '–';
      return [showMap(row.map), spread(report, task, method, language), showInterval(row.ci)]
        .filter(Boolean)
        .join(' ');
    }),
  ]);
  const title = `MAP × 100, ± standard deviation over seeds, [95 % interval over queries]:`;
  return [title, '', ...table(['', ...heads], body), ''];
}

/** `±0.3`, of the MAPs of the seeds; nothing for one seed. */
function spread(report: StudyReport, task: TaskId, method: string, language: string): string {
  const maps = report.results
    .filter((r) => r.task === task && r.method === method && r.language === language)
    .flatMap(({ seed, map }) => (seed === null ? [] : [map]));
  if (maps.length < 2) return '';
  const mean = maps.reduce((sum, map) => sum + map, 0) / maps.length;
  const square = maps.reduce((sum, map) => sum + (map - mean) ** 2, 0) / (maps.length - 1);
  return `±${showMap(Math.sqrt(square))}`;
}

function gapTable(report: StudyReport, task: TaskId): string[] {
  const { name, high, low } = report.groups;
  const body = gapsOf(report, task).map((row) => [
    label(row.method),
    showMap(row.high),
    showMap(row.low),
    `${showChange(row.gap)} ${showInterval(row.ci, showChange)}`.trim(),
    `${showChange(row.delta)} ${showInterval(row.deltaCi, showChange)}`.trim(),
    showInterval(row.deltaTopicCi ?? null, showChange),
    row.label,
  ]);
  return [
    plain(`Gap, groups ${name}: high ${high.join(' ')}, low ${low.join(' ')}:`),
    '',
    ...table(
      ['', 'high', 'low', 'gap', 'change against zero-shot', `by ${report.topic}`, ''],
      body,
    ),
    '',
  ];
}

function differenceTables(report: StudyReport, task: TaskId): string[] {
  const rows = report.differences.filter((row) => row.task === task && row.language !== 'en');
  const baselines = [...new Set(rows.map(({ baseline }) => baseline))];
  return baselines.flatMap((baseline) => {
    const own = rows.filter((row) => row.baseline === baseline);
    const languages = [...new Set(own.map(({ language }) => language))];
    const body = [...new Set(own.map(({ method }) => method))].map((method) => [
      label(method),
      ...languages.map((language) => {
        const row = own.find((r) => r.method === method && r.language === language);
        if (!row) return '–';
        const resolved = row.ci !== null && (row.ci[0] > 0 || row.ci[1] < 0);
        const value = resolved ? `**${showChange(row.delta)}**` : showChange(row.delta);
        return `${value} ${showInterval(row.ci, showChange)}`.trim();
      }),
    ]);
    const title = `Minus ${label(baseline)}, paired by query; bold where the 95 % interval excludes 0:`;
    return [title, '', ...table(['', ...languages], body), ''];
  });
}

function renderTraining(report: StudyReport): string[] {
  const rows = trainingSummary(report);
  if (rows.length === 0) return [];
  const body = rows.map((row) => [
    label(row.method),
    row.student,
    `${row.students}`,
    row.steps,
    row.chosen,
    `${row.atStart}`,
    showMap(row.devMap),
    showMilliseconds(row.perStep),
  ]);
  const heads = ['', 'student', 'students', 'steps run', 'step kept', 'kept at start'];
  const training = [
    '### Training',
    '',
    ...table([...heads, `held-out ${heldOutTask(report)}`, 'ms a step'], body),
    '',
  ];
  const memory = memoryLines(report);
  return memory.length > 0
    ? [...training, plain(`Memory planned: ${memory.join(' ')}`), '']
    : training;
}

function renderCollapse(report: StudyReport): string[] {
  if (report.collapse.length === 0) return [];
  const methods = [...new Set(report.collapse.map(({ method }) => method))];
  const body = methods.map((method) => {
    const rows = report.collapse.filter((row) => row.method === method);
    const alarms = rows.filter(({ alarm }) => alarm).length;
    const most = Math.max(...rows.map(({ meanCosine }) => meanCosine));
    const least = Math.min(...rows.map(({ columnEntropy }) => columnEntropy));
    return [label(method), most.toFixed(3), least.toFixed(3), `${alarms} of ${rows.length}`];
  });
  const heads = ['', 'highest mean cosine', 'lowest column entropy', 'alarms'];
  return ['### Collapse evidence at the end of training', '', ...table(heads, body), ''];
}

function renderNotes({ notes, notTrained }: StudyReport): string[] {
  const all = [
    ...notTrained.map(({ language, reason }) => `Not trained: ${language}, ${reason}.`),
    ...notes,
  ];
  if (all.length === 0) return [];
  return ['### Notes', '', ...all.map((note) => `- ${plain(note)}`), ''];
}

function renderSection({ title, text, table: own, list = [] }: Section): string[] {
  return [
    `### ${plain(title)}`,
    '',
    ...(text ? [plain(text), ''] : []),
    ...(own
      ? [
          ...table(
            own.head.map(plain),
            own.rows.map((row) => row.map(plain)),
          ),
          '',
        ]
      : []),
    ...(list.length > 0 ? [...list.map((item) => `- ${plain(item)}`), ''] : []),
  ];
}

function label(method: string): string {
  return plain(`${methodName(method)} (${method})`);
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, k) => (k === 0 ? '---' : '---:'))), ...body.map(line)];
}

/** What Markdown would read as markup. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, (character) => `\\${character}`);
}
