import { ParseError } from '../../lib';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile } from '../types';
import { RunRows } from './runRows';
import { fieldsOf, trecRows } from './trecRows';
import type { RunReading } from './types';

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
  const rows = new RunRows(file);
  for (const row of trecRows(file, text)) rows.add(row);
  return rows.finish();
}

/**
 * As {@link parseRun}, line by line: memory holds the scores and each document's name once, never the text, so that
 * a run of gigabytes is read. Fastest where the rows of a query stand together, as trec_eval writes them.
 *
 * @throws ParseError as `parseRun`, and naming the line of bytes that are not UTF-8.
 */
export async function readRun(file: DataFile): Promise<RunReading> {
  const rows = new RunRows(file.path);
  let count = 0;
  await eachLine(file, (bytes, line) => {
    const fields = fieldsOf(decodeLine(file.path, line, bytes));
    if (!fields) return;
    count += 1;
    rows.add({ line, fields });
  });
  if (count === 0) throw new ParseError(file.path, 0, '', 'no row found, wanted some');
  return rows.finish();
}
