import {
  type FileMetaData,
  parquetRead,
  type RowGroup,
  type SchemaElement,
  type SchemaTree,
} from 'hyparquet';
import type { CheckedGroup, CheckedLeaf } from './rowGroup';
import { PARSERS } from './values';

/** Lists and maps of a row group by column: decoded once, because their rows may cross pages. */
const WHOLE = new WeakMap<CheckedGroup, Map<string, readonly unknown[]>>();

/**
 * Gives the values of one column of a row group, rows `start` to `end`, end exclusive. Of flat columns and structs only the
 * pages with these rows are decoded.
 */
export async function decodeColumn(
  column: SchemaTree,
  group: CheckedGroup,
  start: number,
  end: number,
): Promise<readonly unknown[]> {
  const { name } = column.element;
  const leaves = group.leaves.filter(({ leaf }) => leaf.path[0] === name);
  if (leaves.some(({ leaf }) => leaf.repetition > 0)) {
    const known = WHOLE.get(group) ?? new Map<string, readonly unknown[]>();
    WHOLE.set(group, known);
    const values =
      known.get(name) ?? (await decode(elementsOf(column), leaves, group.rows, 0, group.rows));
    known.set(name, values);
    return values.slice(start, end);
  }
  const parts: (readonly unknown[])[] = [];
  for (const leaf of leaves) {
    const { pages, before, rows } = pagesWith(leaf, start, end);
    const schema = elementsOf(column, leaf.leaf.path);
    parts.push(await decode(schema, [{ ...leaf, pages }], rows, start - before, end - before));
  }
  const [first = [], ...others] = parts;
  return others.length === 0
    ? first
    : first.map((value, row) => others.reduce((all, part) => merged(all, part[row]), value));
}

/** The dictionary and the pages that have rows `start` to `end`, and how many rows come before them. */
function pagesWith({ pages }: CheckedLeaf, start: number, end: number) {
  let at = 0;
  let before: number | undefined;
  let rows = 0;
  const kept = pages.filter((page) => {
    if (page.isDictionary) return true;
    const from = at;
    at += page.rows;
    if (at <= start || from >= end) return false;
    before ??= from;
    rows += page.rows;
    return true;
  });
  return { pages: kept, before: before ?? 0, rows };
}

/** A column's elements of the schema, parents first; of one leaf's way alone where `path` is given. */
function elementsOf({ element, children }: SchemaTree, path?: readonly string[]): SchemaElement[] {
  if (children.length === 0) return [element];
  const ways = path ? children.filter((child) => child.element.name === path[1]) : children;
  const below = ways.flatMap((child) => elementsOf(child, path?.slice(1)));
  return [{ ...element, num_children: ways.length }, ...below];
}

async function decode(
  schema: readonly SchemaElement[],
  leaves: readonly CheckedLeaf[],
  rows: number,
  start: number,
  end: number,
): Promise<readonly unknown[]> {
  const { bytes, group } = stored(leaves, rows);
  const metadata: FileMetaData = {
    version: 2,
    schema: [{ name: 'root', num_children: 1 }, ...schema],
    num_rows: BigInt(rows),
    row_groups: [group],
    metadata_length: 0,
  };
  let found: readonly (readonly unknown[])[] = [];
  await parquetRead({
    file: { byteLength: bytes.byteLength, slice: (from, to) => bytes.slice(from, to) },
    metadata,
    rowStart: start,
    rowEnd: end,
    rowFormat: 'array',
    parsers: PARSERS as never,
    onComplete: (decoded: unknown) => {
      found = decoded as readonly (readonly unknown[])[];
    },
  } as Parameters<typeof parquetRead>[0]);
  if (found.length !== end - start)
    throw new RangeError(`${found.length} rows, wanted ${end - start}`);
  return found.map(([value]) => value);
}

/** Pages as a file of one row group. */
function stored(
  leaves: readonly CheckedLeaf[],
  rows: number,
): { bytes: ArrayBuffer; group: RowGroup } {
  const parts = leaves.map(({ pages }) => pages.flatMap(({ head, body }) => [head, body]));
  const sizes = parts.map((list) => list.reduce((sum, part) => sum + part.length, 0));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  const columns = leaves.map(({ meta }, which) => {
    const start = at;
    for (const part of parts[which] ?? []) {
      bytes.set(part, at);
      at += part.length;
    }
    const { dictionary_page_offset: _, statistics: __, ...rest } = meta;
    const place = { data_page_offset: BigInt(start), total_compressed_size: BigInt(at - start) };
    return {
      file_offset: BigInt(start),
      meta_data: { ...rest, ...place, codec: 'UNCOMPRESSED' as const },
    };
  });
  const group = { columns, total_byte_size: BigInt(at), num_rows: BigInt(rows) };
  return { bytes: bytes.buffer, group };
}

/** Joins what two leaves of one struct give; a struct that is not there is undefined in both. */
function merged(one: unknown, other: unknown): unknown {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one ?? other;
  const all = one as Record<string, unknown>;
  for (const [name, value] of Object.entries(other))
    all[name] = Object.hasOwn(all, name) ? merged(all[name], value) : value;
  return all;
}
