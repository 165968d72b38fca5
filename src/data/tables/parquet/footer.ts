import { type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet';
import type { RandomAccessFile } from '../../source/randomAccess';
import { readThrift } from './thrift';
import type { LeafColumn } from './types';

/** A file of a million row groups has no such footer. */
const MOST_FOOTER_BYTES = 2 ** 26;
const MAGIC = 'PAR1';
const ENCRYPTED = 'PARE';

export interface Footer {
  readonly metadata: FileMetaData;
  /** Where the row groups' data end. */
  readonly end: number;
  /** The columns as a reader sees them: leaves, structs, lists. */
  readonly columns: readonly SchemaTree[];
  /** By path, joined by line breaks, which no name has. */
  readonly leaves: ReadonlyMap<string, LeafColumn>;
}

/**
 * Reads the footer of a Parquet file: the schema, and where the columns of every row group are.
 *
 * @throws RangeError if it is none, damaged or beyond 64 MiB, if two columns have one name or one is named `__proto__`.
 */
export async function readFooter(file: RandomAccessFile): Promise<Footer> {
  const tail = await file.slice(Math.max(0, file.size - 8), file.size);
  const magic = String.fromCharCode(...tail.subarray(-4));
  if (magic === ENCRYPTED) throw new RangeError('an encrypted file');
  if (tail.length < 8 || magic !== MAGIC) throw new RangeError('no PAR1 at its end');
  const length = new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true);
  if (length > Math.min(MOST_FOOTER_BYTES, file.size - 12))
    throw new RangeError(`a footer of ${length} bytes in a file of ${file.size}`);
  const end = file.size - 8 - length;
  const bytes = new Uint8Array(await file.slice(end, file.size));
  // Checked before hyparquet allocates what it declares.
  readThrift(bytes.subarray(0, length));
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const tree = parquetSchema(metadata);
  const names = tree.children.map((child) => child.element.name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new RangeError(`two columns named ${JSON.stringify(twice)}`);
  return { metadata, end, columns: tree.children, leaves: new Map(leavesOf(tree, [], 0, 0)) };
}

function leavesOf(
  node: SchemaTree,
  path: readonly string[],
  definition: number,
  repetition: number,
): [string, LeafColumn][] {
  if (path.includes('__proto__')) throw new RangeError('a column named __proto__');
  if (node.children.length > 0)
    return node.children.flatMap((child) => {
      const { name, repetition_type: type } = child.element;
      const optional = type === 'REQUIRED' ? 0 : 1;
      const repeated = type === 'REPEATED' ? 1 : 0;
      return leavesOf(child, [...path, name], definition + optional, repetition + repeated);
    });
  const { type = '', type_length: typeLength = 0 } = node.element;
  return [[path.join('\n'), { path, type, typeLength, definition, repetition }]];
}
