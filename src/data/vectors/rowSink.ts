import { ParseError } from '../../lib';
import { shown } from '../problems';
import type { BadValues } from './badValues';
import type { TokenVectorSet, VectorMeta } from './types';

/** What stands beside the vectors in a row. */
interface Beside {
  readonly id: unknown;
  readonly language: unknown;
  readonly pieces: unknown;
  readonly words: unknown;
  readonly scales: unknown;
}

const MOST_BYTES = 2 ** 31;

/** Collects vectors that come as lists, and checks each: a list of lists promises no common length. */
export class RowSink {
  #vectors = new Float32Array(1024);
  #size = 0;
  #rows = 0;
  #d = 0;
  #last: unknown;
  readonly #offsets: number[] = [0];
  readonly #ids: string[] = [];
  readonly #languages: string[] = [];
  readonly #pieces: string[] = [];
  readonly #words: number[] = [];

  constructor(
    readonly file: string,
    readonly name: string,
    readonly mostBytes: number | undefined,
    readonly bad: BadValues,
  ) {}

  /** Length of the vectors; 0 before the first. */
  get d(): number {
    return this.#d;
  }

  /** A row that is a text: a list of vectors. */
  text(row: number, value: unknown, beside: Beside): void {
    if (!Array.isArray(value)) throw this.#error(row, this.name, shown(value), 'a list of vectors');
    const scales = this.#list(row, 'scales', beside.scales, value.length);
    value.forEach((vector, at) => {
      this.#vector(row, vector, scales?.[at]);
    });
    this.#close(row, beside);
    const pieces = this.#list(row, 'pieces', beside.pieces, value.length);
    if (pieces) this.#pieces.push(...pieces.map((piece) => String(piece)));
    const words = this.#list(row, 'words', beside.words, value.length);
    for (const word of words ?? []) this.#word(row, word);
  }

  /** A row that is a token of the text that `key` names. */
  token(row: number, value: unknown, key: unknown, beside: Beside): void {
    if (key === null || key === undefined) throw this.#error(row, 'text', 'nothing', 'a text');
    if (row === 0 || key !== this.#last) {
      if (row > 0) this.#offsets.push(this.#rows);
      this.#about(row, beside);
      this.#last = key;
    }
    this.#vector(row, value, beside.scales);
    if (beside.pieces !== undefined) this.#pieces.push(String(beside.pieces));
    if (beside.words !== undefined) this.#word(row, beside.words);
  }

  finish(meta: VectorMeta): TokenVectorSet {
    if (this.#last !== undefined) this.#offsets.push(this.#rows);
    const { badRows, notes } = this.bad.result();
    const has = (list: readonly unknown[]) => list.length > 0;
    return {
      vectors: this.#vectors.slice(0, this.#size),
      d: this.#d,
      offsets: Uint32Array.from(this.#offsets),
      ...(has(this.#ids) && { ids: this.#ids }),
      ...(has(this.#languages) && { languages: this.#languages }),
      ...(has(this.#pieces) && { pieces: this.#pieces }),
      ...(has(this.#words) && { words: Int32Array.from(this.#words) }),
      ...{ meta, badRows, notes },
    };
  }

  #close(row: number, beside: Beside): void {
    this.#offsets.push(this.#rows);
    this.#about(row, beside);
  }

  #about(row: number, { id, language }: Beside): void {
    if (id !== undefined) this.#ids.push(this.#label(row, 'id', id));
    if (language !== undefined) this.#languages.push(this.#label(row, 'language', language));
  }

  #label(row: number, field: string, value: unknown): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    throw this.#error(row, field, shown(value), 'a text or a number');
  }

  #list(row: number, field: string, value: unknown, count: number): unknown[] | undefined {
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.length === count) return value;
    const found = Array.isArray(value) ? `${value.length} values` : shown(value);
    throw this.#error(row, field, found, `${count}, one a vector`);
  }

  #word(row: number, word: unknown): void {
    const number = Number(word);
    if (!Number.isInteger(number) || number < -1 || number > 2 ** 31 - 1)
      throw this.#error(row, 'words', String(word), 'a word from 0 or -1');
    this.#words.push(number);
  }

  #vector(row: number, vector: unknown, scale: unknown): void {
    if (!Array.isArray(vector)) throw this.#error(row, this.name, shown(vector), 'a vector');
    if (this.#rows === 0) this.#d = vector.length;
    if (vector.length !== this.#d || this.#d === 0)
      throw this.#error(
        row,
        this.name,
        `a vector of ${vector.length} values`,
        this.#rows === 0 ? 'at least one' : `${this.#d} as in the first`,
      );
    const factor = scale === undefined ? 1 : Number(scale);
    if (!(factor > 0 && factor < Number.POSITIVE_INFINITY))
      throw this.#error(row, 'scales', String(scale), 'a positive finite number');
    this.#grow(row);
    for (const value of vector) {
      const isNumber = typeof value === 'number' || typeof value === 'bigint';
      if (!isNumber) throw this.#error(row, this.name, shown(value), 'numbers');
      this.#vectors[this.#size] = Number(value) * factor;
      if (!Number.isFinite(this.#vectors[this.#size++]))
        this.bad.add(this.#size - 1, Number(value));
    }
    this.#rows++;
  }

  #grow(row: number): void {
    const need = this.#size + this.#d;
    const most = this.mostBytes ?? MOST_BYTES;
    if (need * 4 > most)
      throw this.#error(row, this.name, `more than ${most} bytes of vectors`, 'fewer');
    if (need <= this.#vectors.length) return;
    const larger = new Float32Array(Math.max(need, Math.min(2 * need, most / 4)));
    larger.set(this.#vectors.subarray(0, this.#size));
    this.#vectors = larger;
  }

  #error(row: number, field: string, found: string, wanted: string): ParseError {
    return new ParseError(this.file, row + 1, field, `found ${found}, wanted ${wanted}`);
  }
}
