import { ParseError } from '../../lib';
import type { ReadProblem } from '../types';
import { shown, type TrecRow, trecRows } from './trecRows';
import type { QrelsReading } from './types';

/** The largest grade that trec_eval 10.0 takes, in size. */
const MOST = 127;

interface Judgement {
  readonly query: string;
  readonly document: string;
  readonly grade: number;
}

/**
 * Reads judgements: TREC qrels (`query iteration document grade`, the iteration is not read) or, under the header
 * `query-id corpus-id score`, BEIR's. White space, comments and blank lines as in `trecRows`.
 *
 * A row with a wrong number of fields, or a grade that is no whole number from -127 to 127, is a problem and is
 * left out. A grade below 0 is kept and counted: it is not relevant.
 *
 * @throws ParseError if there is no row, or a document has two different grades for one query, naming both lines.
 */
export function parseQrels(file: string, text: string): QrelsReading {
  const qrels = new Map<string, Map<string, number>>();
  const lines = new Map<string, Map<string, number>>();
  const problems: ReadProblem[] = [];
  const count = { rows: 0, negative: 0, repeated: 0 };
  let format: 'trec' | 'beir' | undefined;
  for (const row of trecRows(file, text)) {
    if (format === undefined) {
      format = isHeader(row) ? 'beir' : 'trec';
      if (format === 'beir') continue;
    }
    const judgement = readRow(row, format);
    if ('field' in judgement) {
      problems.push({ file, line: row.line, ...judgement });
      continue;
    }
    const { query, document, grade } = judgement;
    const before = qrels.get(query)?.get(document);
    if (before !== undefined && before !== grade) {
      const first = lines.get(query)!.get(document);
      const detail = `document ${shown(document)} of query ${shown(query)} has grade ${grade}, but ${before} in line ${first}`;
      throw new ParseError(file, row.line, 'grade', detail);
    }
    if (before !== undefined) count.repeated++;
    else {
      put(qrels, query, document, grade);
      put(lines, query, document, row.line);
      count.rows++;
      if (grade < 0) count.negative++;
    }
  }
  return { qrels, format: format ?? 'trec', ...count, problems };
}

function isHeader({ fields }: TrecRow): boolean {
  return fields.join(' ').toLowerCase() === 'query-id corpus-id score';
}

function readRow(
  { fields }: TrecRow,
  format: 'trec' | 'beir',
): Judgement | { field: string; message: string } {
  const wanted = format === 'beir' ? 3 : 4;
  if (fields.length !== wanted) {
    const names = format === 'beir' ? 'query-id corpus-id score' : 'query iteration document grade';
    const header = fields.length === 3 ? '; three need the header "query-id corpus-id score"' : '';
    const message = `found ${fields.length} fields, wanted ${wanted}: ${names}${header}`;
    return { field: '', message };
  }
  const [document, text] = [fields[wanted - 2]!, fields[wanted - 1]!];
  const grade = Number(text);
  if (!/^[+-]?\d+$/.test(text) || Math.abs(grade) > MOST) {
    const message = `found ${shown(text)}, wanted a whole number from -${MOST} to ${MOST}`;
    return { field: 'grade', message };
  }
  return { query: fields[0]!, document, grade };
}

function put(
  table: Map<string, Map<string, number>>,
  query: string,
  document: string,
  value: number,
) {
  let row = table.get(query);
  if (!row) {
    row = new Map();
    table.set(query, row);
  }
  row.set(document, value);
}
