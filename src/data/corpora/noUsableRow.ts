import { ParseError } from '../../lib';
import type { Problems } from '../problems';

/** The error of a file all of whose rows are bad: it is something else, and its first row shows what. */
export function noUsableRow(file: string, problems: Problems): ParseError {
  const first = problems.list().find((problem) => problem.file === file && problem.line > 0);
  if (!first) return new ParseError(file, 0, '', 'no usable row');
  const detail = `no usable row; the first problem: ${first.message}`;
  return new ParseError(file, first.line, first.field, detail);
}
