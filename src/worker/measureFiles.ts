import {
  type DataFile,
  decodeUtf8,
  parseQrels,
  type Qrels,
  type ReadProblem,
  type RunReading,
  readRun,
  wholeFile,
} from '../data';
import { evaluateRun, type Measure, parseMeasure } from '../eval';
import { ParseError } from '../lib';
import type { MeasuredRun, MeasureJob, MeasureOutcome, WrongMeasure } from './measureTypes';
import { openInput } from './openInput';
import type { InputFile } from './types';

/**
 * Measures run files against a file of judgements. A file with a row that cannot be read is not measured, because
 * figures of the rest would be those of another run; its problems are listed and the other runs are measured. With
 * such judgements nothing is measured.
 */
export async function measureFiles(job: MeasureJob): Promise<MeasureOutcome | WrongMeasure> {
  const measures: Measure[] = [];
  for (const name of job.measures)
    try {
      measures.push(parseMeasure(name));
    } catch (error) {
      return { wrongMeasure: messageOf(error) };
    }
  const names = measures.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) return { wrongMeasure: `${twice} is named twice` };

  const problems: string[] = [];
  const judged = await read(job.qrels, readQrels, problems);
  const { qrels, format = 'trec', rows = 0, negative = 0, repeated = 0 } = judged ?? {};
  const about = { path: job.qrels.path, format, queries: qrels?.size ?? 0 };
  const runs: MeasuredRun[] = [];
  for (const file of job.runs) {
    const reading = await read(file, readRun, problems);
    if (qrels && reading) runs.push(measureRun(file.path, reading, qrels, measures, job));
  }
  return { measures: names, qrels: { ...about, rows, negative, repeated }, runs, problems };
}

/** Judgements are few; a string may hold as many bytes. */
async function readQrels(file: DataFile) {
  const { path, bytes } = await wholeFile(file, 2 ** 29);
  return parseQrels(path, decodeUtf8(path, bytes));
}

/** What a file holds, or undefined and its problems in the list. */
async function read<Reading extends { readonly problems: readonly ReadProblem[] }>(
  file: InputFile,
  parse: (file: DataFile) => Promise<Reading>,
  problems: string[],
): Promise<Reading | undefined> {
  try {
    const reading = await parse(await openInput(file));
    problems.push(
      ...reading.problems.map((one) => shown(one.file, one.line, one.field, one.message)),
    );
    return reading.problems.length > 0 ? undefined : reading;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    problems.push(shown(error.file, error.line, error.field, error.detail));
    return undefined;
  }
}

/** The place as compilers and editors write it. */
function shown(file: string, line: number, field: string, message: string): string {
  return `${file}${line > 0 ? `:${line}` : ''}: ${field ? `${field}: ` : ''}${message}`;
}

function measureRun(
  path: string,
  { run, tag }: RunReading,
  qrels: Qrels,
  measures: readonly Measure[],
  { ties, missing, precision }: MeasureJob,
): MeasuredRun {
  const got = evaluateRun(run, qrels, measures, { ties, missing, precision });
  return {
    path,
    tag,
    means: got.means.map(({ mean }) => defined(mean)),
    counts: got.means.map(({ count }) => count),
    perQuery: got.queries.map((query, q) => ({
      query,
      values: got.values.map((column) => defined(column[q]!)),
    })),
    missing: got.missing,
    unjudged: got.unjudged,
    noRelevant: got.noRelevant,
    ties: got.ties,
    decisiveTies: got.decisiveTies,
    roundedTies: got.roundedTies,
  };
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^parseMeasure: /, '') : String(error);
}
