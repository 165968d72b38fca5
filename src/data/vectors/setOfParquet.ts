import { ParseError } from '../../lib';
import { BadValues } from './badValues';
import { type ParquetFile, parquetRows } from './parquetFile';
import { RowSink } from './rowSink';
import type { TokenVectorSet, VectorOptions } from './types';
import { readMeta } from './vectorMeta';

const NAMES = ['vectors', 'embeddings', 'token_embeddings', 'x', 'embedding', 'vector'];
/** Which text a row of one vector is of. */
const TEXTS = ['text', 'text_id', 'id'];

/**
 * Reads token vectors from a Parquet file: a column of lists of lists is a text a row; a column of lists is a token a
 * row, whose column `text`, `text_id` or `id` says of which text, equal ones standing together. `scales` (one a
 * vector) go with integers; `id`, `language`, `pieces` and `words` are read where they are.
 *
 * @throws ParseError naming row and column, found and wanted.
 */
export async function setOfParquet(
  file: ParquetFile,
  options: VectorOptions = {},
): Promise<TokenVectorSet> {
  const { path } = file.source;
  const name = vectorColumn(file, options.tensor);
  const type = file.columns.get(name)!;
  const nested = type.startsWith('list<list<');
  const bad = new BadValues(path, name, () => sink.d, options.bad ?? 'refuse');
  const sink: RowSink = new RowSink(path, name, options.mostBytes, bad);
  const has = (...names: string[]) => names.find((one) => file.columns.has(one));
  const beside = {
    text: nested ? undefined : has(...TEXTS),
    id: has('id'),
    language: has('language'),
    pieces: has('pieces'),
    words: has('words'),
    scales: has('scales'),
  };
  if (!nested && beside.text === undefined)
    throw new ParseError(
      path,
      0,
      name,
      `found a vector a row, wanted a column ${TEXTS.join(', ')}`,
    );
  if (/INT/.test(type) && beside.scales === undefined)
    throw new ParseError(path, 0, name, `found ${type} without a column scales`);
  const columns = [...new Set([name, ...Object.values(beside).filter((one) => one !== undefined)])];
  let row = 0;
  for await (const rows of parquetRows(file, columns))
    for (const fields of rows) {
      const get = (field: keyof typeof beside) => fields[columns.indexOf(beside[field] ?? '')];
      const about = {
        ...{ id: get('id'), language: get('language') },
        ...{ pieces: get('pieces'), words: get('words'), scales: get('scales') },
      };
      if (nested) sink.text(row, fields[0], about);
      else sink.token(row, fields[0], get('text'), about);
      row++;
    }
  const set = sink.finish(readMeta(file.metadata, file.metadata.get('dtype') ?? type));
  // A table without vectors does not show how long they would be.
  const d = /^[1-9]\d{0,5}$/.exec(file.metadata.get('d') ?? '');
  return set.d === 0 && d ? { ...set, d: Number(d[0]) } : set;
}

function vectorColumn({ columns, source }: ParquetFile, wanted: string | undefined): string {
  const isVectors = (type = '') => /^list<(list<)?(FLOAT|DOUBLE|FLOAT16|INT32|INT64)>/.test(type);
  const nested = [...columns].filter(
    ([, type]) => type.startsWith('list<list<') && isVectors(type),
  );
  const name =
    wanted ??
    NAMES.find((one) => isVectors(columns.get(one))) ??
    (nested.length === 1 ? nested[0]![0] : undefined);
  if (name !== undefined && isVectors(columns.get(name))) return name;
  const found = [...columns].slice(0, 20).map(([one, type]) => `${one} ${type}`);
  throw new ParseError(
    source.path,
    0,
    name ?? '',
    `found ${found.join(', ') || 'no columns'}, wanted list<list<float>> (a text a row) or list<float> (a token a row)`,
  );
}
