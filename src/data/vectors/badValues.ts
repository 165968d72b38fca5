import { ParseError } from '../../lib';

/** Counts NaN and infinity among vectors, or numbers beyond float32: one in a sum would make the sum none. */
export class BadValues {
  readonly #rows = new Set<number>();
  #count = 0;
  #first: { readonly at: number; readonly value: number } | undefined;

  constructor(
    readonly file: string,
    readonly name: string,
    /** Length of a vector, which a list of lists tells only when it is read. */
    readonly d: () => number,
    readonly policy: 'refuse' | 'report',
  ) {}

  /** @param at place of the value among all, as float32 not finite. */
  add(at: number, value: number): void {
    this.#count++;
    this.#rows.add(Math.floor(at / this.d()));
    if (!this.#first || at < this.#first.at) this.#first = { at, value };
  }

  /** @throws ParseError naming the first one and how many there are, unless they are to be reported. */
  result(): { badRows: number[]; notes: string[] } {
    if (!this.#first) return { badRows: [], notes: [] };
    const { at, value } = this.#first;
    const more = this.#count > 1 ? ` (and ${this.#count - 1} more in ${this.#rows.size} rows)` : '';
    const place = `row ${Math.floor(at / this.d())}, column ${at % this.d()}`;
    const detail = `${place} is ${value}${more}, wanted finite float32 numbers`;
    if (this.policy === 'refuse') throw new ParseError(this.file, 0, this.name, detail);
    const badRows = [...this.#rows].sort((a, b) => a - b);
    return { badRows, notes: [`${this.file}, ${this.name}: ${detail}`] };
  }
}
