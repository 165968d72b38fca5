import { parquetRead } from 'hyparquet';
import type { Footer } from './footer';
import type { CheckedGroup } from './rowGroup';
import { PARSERS } from './values';

/** Gives the rows `start` to `end` of a row group, end exclusive, as arrays in the order of `footer.names`. */
export async function decodeRows(
  { metadata }: Footer,
  { group, bytes }: CheckedGroup,
  start: number,
  end: number,
): Promise<readonly (readonly unknown[])[]> {
  let rows: readonly unknown[] = [];
  await parquetRead({
    file: { byteLength: bytes.byteLength, slice: (from, to) => bytes.slice(from, to) },
    metadata: { ...metadata, num_rows: group.num_rows, row_groups: [group] },
    rowStart: start,
    rowEnd: end,
    rowFormat: 'array',
    parsers: PARSERS as never,
    onComplete: (decoded: readonly unknown[]) => {
      rows = decoded;
    },
  } as Parameters<typeof parquetRead>[0]);
  return rows as readonly (readonly unknown[])[];
}
