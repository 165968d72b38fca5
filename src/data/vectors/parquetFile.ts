import { parquetSchema } from 'hyparquet';
import { ParseError } from '../../lib';
import { type RandomAccessFile, rememberFailure } from '../source/randomAccess';
import { decodeColumn } from '../tables/parquet/decodeColumn';
import { type Footer, readFooter } from '../tables/parquet/footer';
import { readRowGroup } from '../tables/parquet/rowGroup';

type Source = ReturnType<typeof rememberFailure>;

/** A Parquet file by its footer. */
export interface ParquetFile {
  readonly source: Source;
  readonly footer: Footer;
  readonly metadata: ReadonlyMap<string, string>;
  /** Top columns by name, each with its type in words: `list<list<FLOAT>>`. */
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: number;
}

type Tree = ReturnType<typeof parquetSchema>;

/** Opens a Parquet file by its footer. @throws ParseError if it is damaged, as `readFooter` says. */
export async function openParquet(file: RandomAccessFile): Promise<ParquetFile> {
  const source = rememberFailure(file);
  return guarded(source, async () => {
    const footer = await readFooter(source);
    const { metadata: about } = footer;
    const columns = parquetSchema(about).children.map(
      (one) => [one.element.name, typeOf(one)] as const,
    );
    const pairs = (about.key_value_metadata ?? []).map(
      ({ key, value }) => [key, value ?? ''] as const,
    );
    const rows = Number(about.num_rows);
    return { source, footer, rows, columns: new Map(columns), metadata: new Map(pairs) };
  });
}

function typeOf({ element, children }: Tree): string {
  if (element.converted_type === 'LIST' || element.logical_type?.type === 'LIST') {
    const inner = children[0];
    // Three-level lists have a group between; two-level ones, by old writers, have not.
    const item = inner && inner.children.length === 1 ? inner.children[0]! : inner;
    return `list<${item ? typeOf(item) : ''}>`;
  }
  if (children.length > 0) return `struct<${children.map(typeOf).join(', ')}>`;
  return element.logical_type?.type === 'FLOAT16' ? 'FLOAT16' : (element.type ?? 'unknown');
}

/**
 * Gives the rows of some columns, in their order, a group at a time. hyparquet decodes; all that it is told was
 * checked before.
 *
 * @throws ParseError for a damaged row group, or one beyond the limits of `readRowGroup`.
 */
export async function* parquetRows(
  { source, footer }: ParquetFile,
  columns: readonly string[],
): AsyncGenerator<readonly (readonly unknown[])[]> {
  const wanted = columns.map((name) => footer.columns.find((one) => one.element.name === name)!);
  for (const declared of footer.metadata.row_groups)
    yield await guarded(source, async () => {
      const group = await readRowGroup(source, footer, declared);
      const values: (readonly unknown[])[] = [];
      for (const column of wanted) values.push(await decodeColumn(column, group, 0, group.rows));
      return Array.from({ length: group.rows }, (_, row) => values.map((column) => column[row]));
    });
}

/** What the decoder throws, of any type, is the file's fault; a cancel or a network's error stays what it is. */
async function guarded<Result>(source: Source, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw (
      source.failure() ??
      new ParseError(source.path, 0, '', `is a damaged Parquet file: found ${why}`)
    );
  }
}
