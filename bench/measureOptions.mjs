import { parseArgs } from 'node:util';
import { fromUser } from './inputs.mjs';
import { Exit } from './say.mjs';

export const MEASURE_HELP = `usage: npm run measure -- --qrels FILE --run FILE [FILE ...] [options]

Measures TREC runs as trec_eval does and prints one line a run. The rank column is not read: scores order a
run, equal ones as --ties says.

  --qrels FILE          judgements: query iteration document grade, or BEIR's under query-id corpus-id score
  --run FILE ...        runs: query Q0 document rank score tag
  --measures LIST       e.g. AP,nDCG@10 (default AP,nDCG@10,RR,P@10,R@100). AP, RR: with or without @k; nDCG
                        (gain = grade) and nDCG-burges (gain = 2^grade - 1): with or without @k; P@k, R@k,
                        Success@k; Rprec. (rel=N) before the @, not for nDCG: the least relevant grade
  --ties RULE           trec (default): larger document id first, as trec_eval; insertion: as in the file;
                        best, worst: the bounds; mean: exact expectation over all orders of equal scores
  --complete            queries that are not in the run count as 0, as trec_eval -c (default: left out)
  --precision P         float32 (default): scores are compared as trec_eval 9 and pytrec_eval do; float64: as
                        trec_eval 10 does
  --per-query           a line for every query, too
  --json FILE           all figures, unrounded
  --help

A mean is over the queries that have a document relevant at the measure's level.
Exit code 2: a file cannot be read or holds a bad row (such a file is not measured, the others are), or a run has
none of the judged queries; 64: wrong usage.`;

const OPTIONS = {
  qrels: { type: 'string', multiple: true },
  run: { type: 'string', multiple: true },
  measures: { type: 'string' },
  ties: { type: 'string' },
  complete: { type: 'boolean' },
  precision: { type: 'string' },
  'per-query': { type: 'boolean' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

const MEASURES = 'AP,nDCG@10,RR,P@10,R@100';

/**
 * Reads the command line of `measure`. The page reads the names of the measures.
 *
 * @param {readonly string[]} args
 * @throws {Exit} 64 with what is wrong
 */
export function parseMeasureOptions(args) {
  const { values, tokens } = parse(args);
  if (values.help) return { help: true };
  const runs = runsOf(tokens);
  if (values.qrels?.length !== 1) throw usage('--qrels FILE is needed, once');
  if (runs.length === 0) throw usage('--run FILE is needed');
  const measures = (values.measures ?? MEASURES)
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (measures.length === 0) throw usage('--measures: expected names, e.g. AP,nDCG@10, got none');
  if (values.json === '') throw usage('--json: expected a file, got nothing');
  return {
    help: false,
    qrels: values.qrels[0],
    runs: [...new Set(runs)],
    measures,
    ties: oneOf(values, 'ties', ['trec', 'insertion', 'best', 'worst', 'mean']),
    missing: values.complete ? 'zero' : 'skip',
    precision: oneOf(values, 'precision', ['float32', 'float64']),
    perQuery: values['per-query'] ?? false,
    json: values.json === undefined ? undefined : fromUser(values.json),
  };
}

function parse(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw usage(error.message);
  }
}

/** `--run` takes all paths up to the next option; a path anywhere else is a mistake. */
function runsOf(tokens) {
  const runs = [];
  let open = false;
  for (const { kind, name, value } of tokens) {
    if (kind === 'option') open = name === 'run';
    else if (kind === 'positional' && !open) throw usage(`Unexpected argument ${value}.`);
    if (open && value !== undefined) runs.push(value);
  }
  return runs;
}

/** The value of a choice; the first one by default. */
function oneOf(values, name, choices) {
  const value = values[name] ?? choices[0];
  if (choices.includes(value)) return value;
  const list = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  throw usage(`--${name}: expected ${list}, got ${value}`);
}

/** @param {string} message */
export function usage(message) {
  return new Exit(64, `${message}\n\n${MEASURE_HELP}`);
}
