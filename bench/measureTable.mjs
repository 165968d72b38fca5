/** @typedef {import('../src/worker').MeasureOutcome} MeasureOutcome */

/**
 * One line a run: its path, means in the order of the measures, and over how many queries they are, as a range
 * where the measures differ.
 *
 * @param {MeasureOutcome} outcome
 */
export function meansTable({ measures, runs }) {
  const rows = runs.map(({ path, means, counts }) => [path, ...means.map(show), queriesOf(counts)]);
  return table([['run', ...measures, 'queries'], ...rows]);
}

/** One line a run and query. @param {MeasureOutcome} outcome */
export function queryTable({ measures, runs }) {
  const rows = runs.flatMap(({ path, perQuery }) =>
    perQuery.map(({ query, values }) => [path, query, ...values.map(show)]),
  );
  return table([['run', 'query', ...measures], ...rows], 2);
}

/**
 * What a reader of the figures should know.
 *
 * @param {MeasureOutcome} outcome
 * @param {{ ties: string, missing: string }} options
 * @returns {string[]}
 */
export function notesOf({ qrels, runs }, { ties: rule, missing: policy }) {
  const notes = [];
  const note = (path, count, text) => {
    if (count > 0) notes.push(`${path}: ${text}`);
  };
  if (qrels.format === 'beir') notes.push(`${qrels.path}: read as BEIR qrels`);
  const { negative, repeated } = qrels;
  note(qrels.path, negative, `${rowsOf(negative)} with a grade below 0: not relevant`);
  note(qrels.path, repeated, `${rowsOf(repeated)} said twice, counted once`);
  const without = runs[0]?.noRelevant ?? [];
  note(qrels.path, without.length, `${list(without)} without a relevant document: left out`);
  for (const { path, missing, unjudged, ties, decisiveTies, roundedTies } of runs) {
    const how = policy === 'zero' ? 'counted as 0' : 'left out; --complete counts them as 0';
    note(path, missing.length, `${list(missing)} judged, but not in the run: ${how}`);
    note(path, unjudged.length, `${list(unjudged)} of the run without judgements: ignored`);
    const tied = `relevant documents that share their score: ${ties}`;
    note(path, ties, `${tied}, with one that is not relevant: ${decisiveTies} (--ties ${rule})`);
    const float64 = 'equal as float32 only; --precision float64 tells them apart';
    note(path, roundedTies, `neighbouring scores ${float64}: ${roundedTies}`);
  }
  return notes;
}

/** Runs without any query to measure: their means are of nothing. @param {MeasureOutcome} outcome */
export function emptyRuns({ qrels, runs }) {
  return runs
    .filter(({ perQuery }) => perQuery.length === 0)
    .map(({ path }) => `${path}: no query of it has a relevant document in ${qrels.path}`);
}

const NAMED = 3;

/** E.g. `5 queries (q1, q2, q3, …)`. */
function list(queries) {
  const names = [...queries.slice(0, NAMED), ...(queries.length > NAMED ? ['…'] : [])].join(', ');
  return `${queries.length} ${queries.length === 1 ? 'query' : 'queries'} (${names})`;
}

function rowsOf(count) {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}

function queriesOf(counts) {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(most) : `${least}-${most}`;
}

function show(value) {
  return value === null ? '-' : value.toFixed(4);
}

/** Columns two spaces apart; the first `left` columns start left, numbers end right. */
function table(rows, left = 1) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  const pad = (cell, at) => (at < left ? cell.padEnd(widths[at]) : cell.padStart(widths[at]));
  return `${rows.map((row) => row.map(pad).join('  ')).join('\n')}\n`;
}
