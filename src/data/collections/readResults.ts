import { ParseError } from '../../lib';
import { type Problems, shown } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile } from '../types';
import { idOf, parseObject } from './jsonRow';
import { Judgements, parseGrade } from './judgements';

/** A query of CLIRMatrix. */
export interface ResultsQuery {
  readonly id: string;
  readonly text: string;
  readonly line: number;
}

/**
 * Reads CLIRMatrix (Sun & Duh 2020): one JSON object a line, `src_id`, `src_query` and `tgt_results`, a list of
 * `[document, grade]` with grades 0 to 6.
 *
 * @throws ParseError if two lines have one `src_id`.
 */
export async function readResults(
  file: DataFile,
  problems: Problems,
): Promise<{ judgements: Judgements; queries: readonly ResultsQuery[] }> {
  const judgements = new Judgements(file.path);
  const queries = new Map<string, ResultsQuery>();
  await eachLine(file, (bytes, line) => {
    const row = parseResults(decodeLine(file.path, line, bytes));
    if (row === undefined) return;
    if (typeof row === 'string') {
      problems.badRow(file.path, line, '', row);
      return;
    }
    const other = queries.get(row.id)?.line;
    if (other !== undefined)
      throw new ParseError(file.path, line, 'src_id', `${row.id} is in line ${other} already`);
    queries.set(row.id, { id: row.id, text: row.text, line });
    for (const [document, grade] of row.results) judgements.add(row.id, document, grade, line);
  });
  return { judgements, queries: [...queries.values()] };
}

interface Results {
  readonly id: string;
  readonly text: string;
  readonly results: readonly (readonly [string, number])[];
}

/** @returns what is wrong with the row, or undefined for an empty one. */
function parseResults(text: string): Results | string | undefined {
  if (text.trim() === '') return undefined;
  const row = parseObject(text);
  if (typeof row === 'string') return row;
  const id = idOf(row.src_id);
  if (id === undefined) return `src_id: found ${shown(row.src_id)}, wanted an id`;
  if (typeof row.src_query !== 'string')
    return `src_query: found ${shown(row.src_query)}, wanted text`;
  if (!Array.isArray(row.tgt_results)) return 'tgt_results: wanted a list of [document, grade]';
  const results: (readonly [string, number])[] = [];
  for (const pair of row.tgt_results as readonly unknown[]) {
    const [document, grade] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const [known, value] = [idOf(document), gradeOf(grade)];
    if (known === undefined || value === undefined)
      return `tgt_results: found ${shown(pair)}, wanted [document, grade]`;
    results.push([known, value]);
  }
  return { id, text: row.src_query, results };
}

function gradeOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'string'
    ? parseGrade(`${value}`)
    : undefined;
}
