import { ParseError } from '../../lib';
import { randomAccess } from '../source/randomAccess';
import { headOf } from '../source/readFile';
import type { DataFile } from '../types';
import { openNpy } from './npyStore';
import { openNpz } from './npzStore';
import { openParquet, type ParquetFile } from './parquetFile';
import { openSafetensors } from './safetensorsStore';
import { setOfArrays } from './setOfArrays';
import { setOfParquet } from './setOfParquet';
import type { ArrayStore, TokenVectorSet, VectorFileSummary, VectorOptions } from './types';

/** A file of vectors by its header: arrays by name, or a table. */
export type VectorFile =
  | { readonly kind: 'arrays'; readonly store: ArrayStore }
  | { readonly kind: 'table'; readonly table: ParquetFile };

/** Opens a file of vectors by what it begins with, whatever it is called. @throws ParseError for a damaged header. */
export async function openVectors(file: DataFile): Promise<VectorFile> {
  const placed = 'bytes' in file || file.slice ? await randomAccess(file) : undefined;
  const head = placed ? await placed.slice(0, 9) : await headOf(file, 9);
  const begins = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x50, 0x4b)) return { kind: 'arrays', store: await openNpz(file) };
  if (begins(0x93, 0x4e, 0x55, 0x4d)) return { kind: 'arrays', store: await openNpy(file) };
  if (begins(0x50, 0x41, 0x52, 0x31))
    return { kind: 'table', table: await openParquet(await randomAccess(file)) };
  const isSafetensors = head[8] === 0x7b || file.path.toLowerCase().endsWith('.safetensors');
  if (isSafetensors)
    return { kind: 'arrays', store: await openSafetensors(placed ?? (await randomAccess(file))) };
  throw new ParseError(
    file.path,
    0,
    '',
    'is neither .npz (a zip of .npy arrays) nor .npy, .safetensors or .parquet',
  );
}

/**
 * Reads the token vectors of texts from a .safetensors, .npz, .npy or .parquet file; of the former only the arrays
 * wanted are read. `setOfArrays` and `setOfParquet` say how they are called.
 *
 * @throws ParseError naming file, array or row, found and wanted.
 */
export async function readTokenVectors(
  file: DataFile,
  options: VectorOptions = {},
): Promise<TokenVectorSet> {
  const opened = await openVectors(file);
  return opened.kind === 'table'
    ? setOfParquet(opened.table, options)
    : setOfArrays(opened.store, options);
}

/** What a file of vectors holds, by its header: nothing of the vectors is read. @throws ParseError if it is damaged. */
export async function inspectVectors(file: DataFile): Promise<VectorFileSummary> {
  const opened = await openVectors(file);
  if (opened.kind === 'table') {
    const { columns, rows, metadata } = opened.table;
    const arrays = [...columns].map(([name, dtype]) => ({ name, dtype, shape: [rows] }));
    return { file: file.path, format: 'parquet', arrays, metadata };
  }
  const { format, arrays, metadata } = opened.store;
  return {
    ...{ file: file.path, format, metadata },
    arrays: [...arrays.values()].map(({ name, type, shape }) => ({
      ...{ name, dtype: type.shown, shape },
    })),
  };
}

/**
 * Checks that the vectors of two files, such as a teacher's and a student's, can be compared.
 *
 * @throws RangeError naming both and their lengths.
 */
export function requireSameDimension(
  one: { readonly name: string; readonly d: number },
  other: { readonly name: string; readonly d: number },
): void {
  if (one.d !== other.d)
    throw new RangeError(
      `${one.name} has vectors of ${one.d} values, ${other.name} of ${other.d}: they cannot be compared`,
    );
}
