import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import type { Language, Split, Utterance } from '../types';

/** An utterance and the part of the corpus it belongs to. */
export interface PlacedRow {
  readonly split: Split;
  readonly row: Utterance;
}

interface Remark {
  readonly field: string;
  readonly what: string;
  readonly first: number;
  rows: number;
}

interface Kept {
  readonly row: Utterance;
  readonly line: number;
  readonly file: string;
}

/** Collects the rows of a corpus's files: the first of those with one id in a language and split is kept. */
export class CorpusRows {
  readonly #rows: Readonly<Record<Split, Map<Language, Map<string, Kept>>>> = {
    train: new Map(),
    dev: new Map(),
    test: new Map(),
  };
  readonly #remarks = new Map<string, Remark>();
  #size = 0;

  constructor(readonly problems: Problems) {}

  /** Rows kept so far. */
  get size(): number {
    return this.#size;
  }

  /** Rows kept so far of a language in a split. */
  sizeOf(split: Split, language: Language): number {
    return this.#rows[split].get(language)?.size ?? 0;
  }

  /** Keeps the row that `make` gives; one for which it throws a ParseError, and one whose id is taken, is bad. */
  read(file: string, line: number, make: () => PlacedRow): void {
    let placed: PlacedRow;
    try {
      placed = make();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.problems.badRow(file, line, error.field, error.detail);
      return;
    }
    const { id } = placed.row;
    if (id.isWellFormed()) this.#keep(file, line, this.#repaired(line, placed));
    else this.problems.badRow(file, line, 'id', 'found half a surrogate pair, wanted an id');
  }

  /** Half a surrogate pair, which only JSON can carry, becomes U+FFFD; no offset moves. */
  #repaired(line: number, placed: PlacedRow): PlacedRow {
    const { text, intent, parse } = placed.row;
    if (`${text}\n${intent}\n${parse}`.isWellFormed()) return placed;
    this.remark(line, '', 'with half a surrogate pair, replaced');
    const [well, label, tree] = [text, intent, parse].map((part) => part.toWellFormed());
    const row = { ...placed.row, text: well!, intent: label!, parse: tree! };
    return { ...placed, row };
  }

  #keep(file: string, line: number, { split, row }: PlacedRow): void {
    const byLanguage = this.#rows[split];
    const kept = byLanguage.get(row.language) ?? new Map<string, Kept>();
    byLanguage.set(row.language, kept);
    const other = kept.get(row.id);
    if (!other) {
      kept.set(row.id, { row, line, file });
      this.#size += 1;
      return;
    }
    const where = `${other.file === file ? '' : `${other.file}, `}line ${other.line}`;
    const message = `${row.id} of ${row.language} in ${split} is in ${where} already; that row is kept`;
    this.problems.badRow(file, line, 'id', message);
  }

  /** Counts a row of which something is to be said, e.g. `whose quote token was repaired`; it stays a good row. */
  remark(line: number, field: string, what: string): void {
    const key = `${field}\n${what}`;
    const remark = this.#remarks.get(key);
    if (remark) remark.rows += 1;
    else this.#remarks.set(key, { field, what, first: line, rows: 1 });
  }

  /** Says what was counted in a file. */
  endFile(file: string): void {
    for (const { field, what, first, rows } of this.#remarks.values())
      this.problems.note(
        file,
        `${rows} ${rows === 1 ? 'row' : 'rows'} ${what}, first in line ${first}`,
        field,
      );
    this.#remarks.clear();
  }

  /** The rows of each split, by language in the order of their first rows, each in file order. */
  splits(): Record<Split, Utterance[]> {
    const flat = (split: Split) =>
      [...this.#rows[split].values()].flatMap((rows) => [...rows.values()].map(({ row }) => row));
    return { train: flat('train'), dev: flat('dev'), test: flat('test') };
  }
}
