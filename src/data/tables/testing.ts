import { Problems } from '../problems';
import type { DataFile, ReadProblem } from '../types';
import { readTable } from './readTable';
import type { TableOptions } from './types';

export interface ReadTable {
  /** `[line, …[name, value]]` of every row. */
  readonly rows: readonly (readonly [number, readonly (readonly [string, unknown])[]])[];
  readonly problems: readonly ReadProblem[];
}

/** A whole table, its fields as lists that a test can compare. */
export async function tableOf(file: DataFile, options?: TableOptions): Promise<ReadTable> {
  const problems = new Problems();
  const rows: [number, [string, unknown][]][] = [];
  for await (const batch of readTable(file, problems, options))
    for (const { line, fields } of batch) rows.push([line, [...fields]]);
  return { rows, problems: problems.list() };
}

/** Values alone, one list a row. */
export async function valuesOf(file: DataFile, options?: TableOptions): Promise<unknown[][]> {
  const { rows } = await tableOf(file, options);
  return rows.map(([, fields]) => fields.map(([, value]) => value));
}
