/** The command that writes the document; paths are the user's own. */
const COMMAND = 'npm run results -- --mtop PATH --ntrex PATH';

/**
 * The document of results: what was run, where, and every study's tables.
 *
 * @param {readonly { name: string, title: string, about: string, report: object, markdown: string }[]} studies
 * @param {{ date: string, trial?: object }} run
 */
export function renderResults(studies, { date, trial = {} }) {
  const overrides = Object.entries(trial).map(([field, value]) => `${field} ${value}`);
  const lines = [
    '# Results',
    '',
    `Generated on ${date} by \`${COMMAND}\`; do not edit. The studies are those of \`studies/\`; one alone: \`--studies NAME\`.`,
    '',
    ...(overrides.length > 0
      ? [`**A trial: every study was run with ${overrides.join(', ')}.**`, '']
      : []),
    'MAP × 100 over English documents. T1: the parallel utterance is relevant; T2: others of the same root intent.',
    'Intervals are 95 % percentiles of a paired bootstrap over queries of the means over seeds.',
    '',
    ...overview(studies),
    ...studies.flatMap(renderStudy),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Every method of every study in one row: mean over the trained languages, and how often it is resolved. */
function overview(studies) {
  const rows = studies.flatMap(({ name, title, report }) => {
    const seen = new Set(report.results.map(({ method }) => method));
    return [...seen].map((method) => [
      `[${title}](#${anchor(title)})`,
      method,
      mean(report, 'T1', method),
      mean(report, 'T2', method),
      gap(report, method),
      wins(report, method, 'zero-shot'),
      wins(report, method, 'mse'),
      wins(report, method, 'ot-procrustes'),
      `${report.collapse.filter((row) => row.method === method && row.alarm).length}`,
      pace(report, method),
      name,
    ]);
  });
  const head = ['study', 'method', 'T1', 'T2', 'T2 gap', '> zero-shot', '> mse', '> ot-procrustes'];
  return [
    '## Overview',
    '',
    'Mean MAP × 100 over the languages beside English; in how many of them the method is resolved above (+) and below (−)',
    'zero-shot, mean-pool MSE and OT-Procrustes on T2 (95 % interval paired by query excludes 0); collapse alarms; milliseconds a step.',
    '',
    ...table([...head, 'alarms', 'ms a step', 'name'], rows),
    '',
  ];
}

function renderStudy({ name, title, about, report, markdown }) {
  const config = JSON.stringify(report.config);
  return [
    `## ${title}`,
    '',
    about,
    '',
    `\`studies/${name}.json\``,
    '',
    markdown.trimEnd(),
    '',
    '<details><summary>Config</summary>',
    '',
    '```json',
    config,
    '```',
    '',
    '</details>',
    '',
  ];
}

function mean(report, task, method) {
  const rows = report.results.filter(
    (row) =>
      row.task === task && row.method === method && row.seed === null && row.language !== 'en',
  );
  return show(rows.reduce((sum, { map }) => sum + map, 0) / rows.length);
}

function gap(report, method) {
  const row = report.gaps.find((g) => g.task === 'T2' && g.method === method && g.seed === null);
  return row?.gap == null ? '–' : show(row.gap);
}

/** `+3 −1 of 5`; nothing where there is no such comparison. */
function wins(report, method, baseline) {
  const rows = report.differences.filter(
    (row) =>
      row.task === 'T2' &&
      row.method === method &&
      (row.baseline === baseline || row.baseline.startsWith(`${baseline}@`)) &&
      row.language !== 'en',
  );
  if (rows.length === 0) return '';
  const above = rows.filter(({ ci }) => ci && ci[0] > 0).length;
  const below = rows.filter(({ ci }) => ci && ci[1] < 0).length;
  return `+${above} −${below} of ${rows.length}`;
}

function pace(report, method) {
  const seconds = report.timings[`step ${method}`];
  return seconds === undefined ? '' : Number((1000 * seconds).toPrecision(3)).toString();
}

function show(value) {
  return Number.isFinite(value) ? (100 * value).toFixed(1).replace('-', '−') : '–';
}

function anchor(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
