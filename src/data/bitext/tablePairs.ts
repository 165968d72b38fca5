import { type Problems, shown } from '../problems';
import { readTable, type TableRow } from '../tables';
import type { DataFile, Language } from '../types';
import { type FieldMap, type FoundField, mapFields, type NamedPair, nameOf } from './mapFields';
import { numberOf } from './mosesPairs';
import type { PairBatch, PairOptions, SourcePair } from './types';

/** A JSONL, JSON or Parquet file. */
export interface TableFile {
  readonly name: string;
  readonly file: DataFile;
  readonly sources: readonly string[];
  readonly named: NamedPair | undefined;
}

/** Rows by which the fields are found, and structs inside structs that are looked into. */
const SNIFFED_ROWS = 100;
const DEEPEST = 4;

/**
 * Gives the pairs of a table with named fields, perhaps of several languages a row. A row of which a text is missing is
 * bad; where rows have several languages, it is if none is there.
 *
 * @throws ParseError as `readTable` and `mapFields`.
 */
export async function* tablePairs(
  table: TableFile,
  problems: Problems,
  options: PairOptions,
): AsyncGenerator<PairBatch> {
  let waiting: TableRow[] = [];
  let reader: RowReader | undefined;
  const start = () => {
    reader = new RowReader(
      table,
      mapFields(table.file.path, findFields(waiting), table.named, options),
      problems,
    );
    return reader.read(waiting);
  };
  for await (const rows of readTable(table.file, problems)) {
    if (reader) yield* reader.read(rows);
    else {
      waiting = [...waiting, ...rows];
      if (waiting.length >= SNIFFED_ROWS) yield* start();
    }
  }
  if (!reader && waiting.length > 0) yield* start();
  reader?.end();
}

/** The texts and numbers of the first rows. Values of digits alone are numbers, as CSV writes them. */
export function findFields(rows: readonly TableRow[]): FoundField[] {
  const found = new Map<string, { path: readonly string[]; kinds: Set<FoundField['kind']> }>();
  const visit = (path: readonly string[], value: unknown) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      if (path.length < DEEPEST)
        for (const [key, inner] of Object.entries(value)) visit([...path, key], inner);
      return;
    }
    const kind = kindOf(value);
    if (kind === undefined) return;
    const key = JSON.stringify(path);
    const field = found.get(key) ?? { path, kinds: new Set() };
    found.set(key, field);
    field.kinds.add(kind);
  };
  for (const { fields } of rows.slice(0, SNIFFED_ROWS))
    for (const [column, value] of fields) visit([column], value);
  return [...found.values()].map(({ path, kinds }) => ({
    path,
    kind: kinds.has('text') ? 'text' : 'number',
  }));
}

function kindOf(value: unknown): FoundField['kind'] | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  return numberOf(value) === undefined ? 'text' : 'number';
}

class RowReader {
  #repaired = 0;

  constructor(
    readonly table: TableFile,
    readonly map: FieldMap,
    readonly problems: Problems,
  ) {}

  /** One batch a language. */
  *read(rows: readonly TableRow[]): Generator<PairBatch> {
    const byLanguage = new Map<Language, SourcePair[]>(
      this.map.foreign.map(({ language }) => [language, []]),
    );
    for (const row of rows) this.#add(row, byLanguage);
    const { name, file, sources } = this.table;
    for (const [language, pairs] of byLanguage)
      if (pairs.length > 0) yield { name, language, file: file.path, sources, pairs };
  }

  #add(row: TableRow, byLanguage: ReadonlyMap<Language, SourcePair[]>): void {
    const english = this.#text(row, this.map.english);
    if (english === undefined) {
      this.#bad(row, this.map.english);
      return;
    }
    const score = scoreOf(valueAt(row, this.map.score));
    let found = 0;
    for (const { language, path } of this.map.foreign) {
      const foreign = this.#text(row, path);
      if (foreign === undefined) continue;
      found += 1;
      const pair = { english, foreign, line: row.line };
      byLanguage.get(language)?.push(score === undefined ? pair : { ...pair, score });
    }
    if (found === 0) this.#bad(row, this.map.foreign[0]?.path ?? []);
  }

  #text(row: TableRow, path: readonly string[]): string | undefined {
    const value = valueAt(row, path);
    if (typeof value !== 'string') return undefined;
    if (value.isWellFormed()) return value;
    this.#repaired += 1;
    return value.toWellFormed();
  }

  #bad(row: TableRow, path: readonly string[]): void {
    const message = `found ${shown(printable(valueAt(row, path)))}, wanted text`;
    this.problems.badRow(this.table.file.path, row.line, nameOf(path), message);
  }

  end(): void {
    if (this.#repaired > 0)
      this.problems.note(
        this.table.file.path,
        `${this.#repaired} texts with half a surrogate pair, replaced`,
      );
  }
}

/** The value at a path; undefined where a key is missing, or inherited. */
function valueAt({ fields }: TableRow, path: readonly string[] | undefined): unknown {
  const [column, ...keys] = path ?? [];
  if (column === undefined) return undefined;
  return keys.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, fields.get(column));
}

/** Parquet has integers that JSON has not. */
function printable(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? 'a struct or list' : `${value}`;
}

function scoreOf(value: unknown): number | undefined {
  if (typeof value === 'string') return numberOf(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
