import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { quantise, type VectorDtype } from './quantise';
import type { WritableSet } from './types';

/** Values in a row group: lists are built of them while it is written. */
const GROUP_VALUES = 2 ** 22;

const LIST = { converted_type: 'LIST', logical_type: { type: 'LIST' } } as const;
const REQUIRED = { repetition_type: 'REQUIRED' } as const;
const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

/** A column of lists of `item`. */
function list(name: string, ...item: SchemaElement[]): SchemaElement[] {
  return [
    { name, ...REQUIRED, ...LIST, num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...item,
  ];
}

const ITEMS: Readonly<Record<Exclude<VectorDtype, 'bf16'>, SchemaElement>> = {
  f32: { name: 'element', ...REQUIRED, type: 'FLOAT' },
  f16: {
    name: 'element',
    ...REQUIRED,
    ...{ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 2, logical_type: { type: 'FLOAT16' } },
  },
  int8: {
    name: 'element',
    ...REQUIRED,
    ...{ type: 'INT32', converted_type: 'INT_8' },
  },
};

/**
 * A Parquet file with a text a row: `vectors` list<list<float>>, `id`, `language`, `pieces`, `words`, and `scales` where
 * the vectors are int8; metadata are the footer's.
 *
 * @throws RangeError for bf16, which Parquet has no type for.
 */
export function writeVectorsParquet(
  set: WritableSet,
  dtype: VectorDtype,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  if (dtype === 'bf16')
    throw new RangeError('writeTokenVectors: Parquet has no bf16, want f32, f16 or int8');
  const { d, offsets, ids, languages, pieces, words } = set;
  // The writer rounds halves itself; the check for too large ones is ours.
  const { values, scales } = quantise(set.vectors, d, dtype === 'int8' ? 'int8' : 'f32');
  if (dtype === 'f16') quantise(set.vectors, d, 'f16');
  const texts = offsets.length - 1;
  const each = <Value>(of: (start: number, end: number, text: number) => Value) =>
    Array.from({ length: texts }, (_, text) => of(offsets[text]!, offsets[text + 1]!, text));
  const rowsOf = (start: number, end: number) =>
    Array.from({ length: end - start }, (_, row) =>
      Array.from(values.subarray((start + row) * d, (start + row + 1) * d)),
    );
  const vectors = list('element', ITEMS[dtype]);
  const columns: [SchemaElement[], unknown[]][] = [[list('vectors', ...vectors), each(rowsOf)]];
  const add = (schema: SchemaElement[], data: unknown[]) => columns.push([schema, data]);
  if (scales)
    add(
      list('scales', { name: 'element', ...REQUIRED, type: 'FLOAT' }),
      each((start, end) => Array.from(scales.subarray(start, end))),
    );
  if (ids) add([{ name: 'id', ...REQUIRED, ...TEXT }], [...ids]);
  if (languages) add([{ name: 'language', ...REQUIRED, ...TEXT }], [...languages]);
  if (pieces)
    add(
      list('pieces', { name: 'element', ...REQUIRED, ...TEXT }),
      each((start, end) => pieces.slice(start, end)),
    );
  if (words)
    add(
      list('words', { name: 'element', ...REQUIRED, type: 'INT32' }),
      each((start, end) => Array.from(words.subarray(start, end))),
    );
  const valuesAText = Math.max(1, set.vectors.length / Math.max(1, texts));
  const bytes = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.flatMap(([schema]) => schema),
    ],
    columnData: columns.map(([[top], data]) => ({ name: top!.name, data })),
    kvMetadata: Object.entries({ ...metadata, d: String(d) }).map(([key, value]) => ({
      key,
      value,
    })),
    rowGroupSize: Math.max(1, Math.floor(GROUP_VALUES / valuesAText)),
  });
  return new Uint8Array(bytes);
}
