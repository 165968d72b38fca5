import { ParseError } from '../../lib';
import { shown } from '../problems';
import type { TableRow } from '../tables';

/**
 * A row of a table by its columns' names without the white space at their ends: WillHeld's MTOP has most columns twice,
 * `intent` and ` intent`. Of two the one that is filled counts, of two filled ones the one without the space.
 */
export class TableCells {
  readonly #values = new Map<string, unknown>();
  /** Columns that are there twice with different values. */
  readonly differing: readonly string[];

  constructor(
    readonly file: string,
    readonly row: TableRow,
  ) {
    const differing: string[] = [];
    for (const [name, value] of row.fields) {
      const trimmed = name.trim();
      const other = this.#values.get(trimmed);
      if (isFilled(other) && isFilled(value) && other !== value) differing.push(trimmed);
      if (!isFilled(other) || (isFilled(value) && name === trimmed))
        this.#values.set(trimmed, value);
    }
    this.differing = differing;
  }

  get line(): number {
    return this.row.line;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** Text of a column; '' where it is absent, empty or null. @throws ParseError for a list or an object. */
  text(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'bigint') return `${value}`;
    if (typeof value === 'number') return this.#number(name, value);
    throw this.fail(name, `found ${kindOf(value)}, wanted text`);
  }

  /** As {@link text}, of a column that must be filled. */
  filled(name: string, wanted: string): string {
    const text = this.text(name);
    if (text.trim() !== '') return text;
    throw this.fail(name, `found nothing, wanted ${wanted}`);
  }

  fail(name: string, detail: string): ParseError {
    return new ParseError(this.file, this.line, name, detail);
  }

  #number(name: string, value: number): string {
    if (Number.isSafeInteger(value)) return `${value}`;
    const why = 'wanted a whole number below 2^53, or text: a larger one has lost digits';
    throw this.fail(name, `found ${value}, ${why}`);
  }
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function kindOf(value: unknown): string {
  if (typeof value !== 'object') return shown(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
