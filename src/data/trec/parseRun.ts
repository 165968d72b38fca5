import { ParseError } from '../../lib';
import type { ReadProblem } from '../types';
import { shown, type TrecRow, trecRows } from './trecRows';
import type { RunQuery, RunReading } from './types';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

interface OpenQuery {
  readonly scores: number[];
  /** Document -> line; in the order of the file. */
  readonly lines: Map<string, number>;
}

/**
 * Reads a TREC run, `query Q0 document rank score tag`. As trec_eval does, it reads neither the second column nor
 * the rank: scores alone order a run. White space, comments and blank lines as in `trecRows`; scores may be in
 * scientific notation.
 *
 * A row with a wrong number of fields, or a score that is no finite number, is a problem and is left out: measures
 * of what is left would be those of another run.
 *
 * @throws ParseError if there is no row, or a query retrieves a document twice, naming both lines.
 */
export function parseRun(file: string, text: string): RunReading {
  const open = new Map<string, OpenQuery>();
  const problems: ReadProblem[] = [];
  let tag = '';
  let rows = 0;
  for (const row of trecRows(file, text)) {
    const problem = problemOf(row);
    if (problem) {
      problems.push({ file, line: row.line, ...problem });
      continue;
    }
    const [query, , document, , score, name] = row.fields as [
      ...[string, string, string],
      ...[string, string, string],
    ];
    if (rows++ === 0) tag = name;
    let known = open.get(query);
    if (!known) {
      known = { scores: [], lines: new Map() };
      open.set(query, known);
    }
    const first = known.lines.get(document);
    if (first !== undefined) {
      const detail = `query ${shown(query)} has document ${shown(document)} already in line ${first}`;
      throw new ParseError(file, row.line, 'document', detail);
    }
    known.lines.set(document, row.line);
    known.scores.push(Number(score));
  }
  const run = new Map<string, RunQuery>();
  for (const [query, { scores, lines }] of open)
    run.set(query, { docnos: [...lines.keys()], scores: Float64Array.from(scores) });
  return { run, tag, rows, problems };
}

function problemOf({ fields }: TrecRow): { field: string; message: string } | undefined {
  if (fields.length !== 6)
    return {
      field: '',
      message: `found ${fields.length} fields, wanted 6: query Q0 document rank score tag`,
    };
  const score = fields[4]!;
  if (!NUMBER.test(score) || !Number.isFinite(Number(score)))
    return { field: 'score', message: `found ${shown(score)}, wanted a finite number` };
  return undefined;
}
