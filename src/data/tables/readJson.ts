import { ParseError } from '../../lib';
import { decodeUtf8 } from '../decodeUtf8';
import { type Problems, shown } from '../problems';
import { pauseOf, wholeFile } from '../source/readFile';
import type { DataFile } from '../types';
import { isTooDeep, MOST_JSON_DEPTH } from './jsonDepth';
import { fieldsOf } from './readJsonLines';
import type { TableRow } from './types';

/** JSON is read whole: its text and its values take several times as much. */
const MOST_BYTES = 2 ** 28;

/** Where the rows of a JSON object are looked for, in this order. */
const ROW_KEYS = ['rows', 'data', 'examples', 'records', 'items'];

/** Rows that are handed on together: some 20 ms of a corpus's work. */
const BATCH = 256;

/**
 * Reads a JSON file that is an array of objects, or an object with one: `{"rows": […]}`, `data`, `examples`,
 * `records`, `items`, or its only array. Rows of the Hugging Face viewer, `{"row_idx": 0, "row": {…}}`, are unwrapped.
 *
 * @throws ParseError if the file is beyond 256 MiB, is no JSON, is nested deeper than 64, or has no such array.
 */
export async function* readJson(
  file: DataFile,
  problems: Problems,
): AsyncGenerator<readonly TableRow[]> {
  const { path, bytes } = await wholeFile(file, MOST_BYTES);
  const values = rowsOf(path, parse(path, decodeUtf8(path, bytes)));
  // JSON.parse takes its time in one go; a cancel that came meanwhile is heard before the first row.
  await pauseOf(file);
  for (let start = 0; start < values.length; start += BATCH) {
    const rows = values.slice(start, start + BATCH).flatMap((value, at): TableRow[] => {
      const line = start + at + 1;
      const fields = fieldsOf(unwrapped(value));
      if (fields) return [{ line, fields }];
      problems.badRow(path, line, '', `found ${shown(value)}, wanted a JSON object`);
      return [];
    });
    if (rows.length > 0) yield rows;
    await pauseOf(file);
  }
}

function parse(path: string, text: string): unknown {
  if (text.trim() === '') throw new ParseError(path, 0, '', 'the file is empty, wanted rows');
  if (isTooDeep(text))
    throw new ParseError(path, 0, '', `found JSON nested deeper than ${MOST_JSON_DEPTH}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ParseError(path, 0, '', `found ${shown(text)}, wanted JSON: ${why}`);
  }
}

function rowsOf(path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const fields = fieldsOf(value) ?? new Map<string, unknown>();
  const named = ROW_KEYS.map((key) => fields.get(key)).find(Array.isArray);
  if (named) return named;
  const arrays = [...fields.values()].filter(Array.isArray);
  if (arrays[0] && arrays.length === 1) return arrays[0];
  const detail = `found ${shown(value)}, wanted an array of objects, or an object with one under ${ROW_KEYS.join(', ')}`;
  throw new ParseError(path, 0, '', detail);
}

function unwrapped(value: unknown): unknown {
  const fields = fieldsOf(value);
  return fields?.has('row_idx') && fieldsOf(fields.get('row')) ? fields.get('row') : value;
}
