/** A text that was made from a raw one, and for each of its UTF-16 units the raw units that it was made from. */
export interface Traced {
  readonly text: string;
  /** [units], where what a unit was made from begins in the raw text. */
  readonly starts: readonly number[];
  /** [units], where that ends; at its start for what was put in. */
  readonly ends: readonly number[];
}

/** The raw text itself. */
export function rawText(text: string): Traced {
  const starts = Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map((at) => at + 1) };
}

/** Units `start` to `end` of a traced text, end exclusive. */
export function part({ text, starts, ends }: Traced, start: number, end: number): Traced {
  return {
    text: text.slice(start, end),
    starts: starts.slice(start, end),
    ends: ends.slice(start, end),
  };
}

/** Puts a traced text together. */
export class Tracer {
  readonly #texts: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** @param from the traced text that units are taken from. */
  constructor(readonly from: Traced) {}

  /** Units `start` to `end` as they are. */
  keep(start: number, end: number): void {
    this.#texts.push(this.from.text.slice(start, end));
    for (let at = start; at < end; at++) {
      this.#starts.push(this.from.starts[at]!);
      this.#ends.push(this.from.ends[at]!);
    }
  }

  /** `text` in place of units `start` to `end`: all of it is made from all of them. */
  replace(text: string, start: number, end: number): void {
    if (start === end) {
      this.insert(text, start);
      return;
    }
    let [first, last] = [this.from.starts[start]!, this.from.ends[start]!];
    for (let at = start + 1; at < end; at++) {
      first = Math.min(first, this.from.starts[at]!);
      last = Math.max(last, this.from.ends[at]!);
    }
    this.#push(text, first, last);
  }

  /** `text` that stands for nothing, before unit `at`. */
  insert(text: string, at: number): void {
    const place = this.from.starts[at] ?? this.from.ends.at(-1) ?? 0;
    this.#push(text, place, place);
  }

  done(): Traced {
    return { text: this.#texts.join(''), starts: this.#starts, ends: this.#ends };
  }

  #push(text: string, start: number, end: number): void {
    this.#texts.push(text);
    for (let unit = 0; unit < text.length; unit++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }
}
