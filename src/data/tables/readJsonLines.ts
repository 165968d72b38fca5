import { ParseError } from '../../lib';
import { type Problems, shown } from '../problems';
import type { DataFile } from '../types';
import { isTooDeep, MOST_JSON_DEPTH } from './jsonDepth';
import { textBlocks } from './textBlocks';
import type { TableRow } from './types';

/**
 * Reads a file of one JSON object a line, a block of lines at a time. Other lines are bad rows; empty ones are skipped.
 *
 * @throws ParseError if the file has no line or is not UTF-8.
 */
export async function* readJsonLines(
  file: DataFile,
  problems: Problems,
): AsyncGenerator<readonly TableRow[]> {
  let isEmpty = true;
  for await (const { text, line } of textBlocks(file)) {
    const rows: TableRow[] = [];
    text.split('\n').forEach((one, at) => {
      if (one === '' || one === '\r') return;
      isEmpty = false;
      const fields = parseFields(one);
      if (typeof fields === 'string') problems.badRow(file.path, line + at, '', fields);
      else rows.push({ line: line + at, fields });
    });
    if (rows.length > 0) yield rows;
  }
  if (isEmpty) throw new ParseError(file.path, 0, '', 'the file is empty, wanted rows');
}

/** Gives the fields of a JSON object, or what is wrong with it. */
function parseFields(text: string): ReadonlyMap<string, unknown> | string {
  if (isTooDeep(text)) return `found JSON nested deeper than ${MOST_JSON_DEPTH}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `found ${shown(text)}, wanted JSON`;
  }
  return fieldsOf(value) ?? `found ${shown(value)}, wanted a JSON object`;
}

/** Gives the fields of an object; undefined for any other value. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}
