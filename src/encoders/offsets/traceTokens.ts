import type { Traced } from './traced';

/** What a model tells of how it writes its tokens. */
export interface TokenStyle {
  /** The token for what is not in the vocabulary, which has no text of its own. */
  readonly unknown: string | undefined;
  /** An unknown token stands for a whole stretch (WordPiece), not for a character. */
  readonly unknownWhole: boolean;
  /** Neighbouring unknown characters are one token. */
  readonly fuseUnknown: boolean;
  readonly isKnown: (token: string) => boolean;
  /** Before tokens that do not begin a stretch: `##`. */
  readonly prefix: string;
  /** After tokens: `</w>` at the end of a stretch, or what marks that it goes on. */
  readonly suffixes: readonly string[];
  /** `<0xE0>` stands for a byte of a character. */
  readonly byteFallback: boolean;
}

/** Units of the model's input that a token stands for. */
interface Place {
  readonly stretch: number;
  readonly start: number;
  readonly end: number;
}

const BYTE = /^<0x([0-9A-F]{2})>$/;

/**
 * Walks tokens along the stretches that the model was given, in order.
 *
 * @returns for each token the raw stretch `[start, end)` of the units that it stands for; undefined as a whole where a
 *   token is not what comes next, so that any place would be a guess.
 */
export function traceTokens(
  stretches: readonly Traced[],
  tokens: readonly string[],
  style: TokenStyle,
): [number, number][] | undefined {
  const walk = new Walk(stretches, style);
  const spans: [number, number][] = [];
  for (const token of tokens) {
    const places = walk.next(token);
    if (!places) return undefined;
    spans.push(rangeOf(stretches, places));
  }
  return spans;
}

function rangeOf(stretches: readonly Traced[], places: readonly Place[]): [number, number] {
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  let empty = 0;
  for (const { stretch, start: from, end: to } of places) {
    const { starts, ends } = stretches[stretch]!;
    for (let at = from; at < to; at++) {
      empty = starts[at]!;
      if (ends[at] === starts[at]) continue; // put in by the tokeniser
      start = Math.min(start, starts[at]!);
      end = Math.max(end, ends[at]!);
    }
  }
  return end > 0 && start < end ? [start, end] : [empty, empty];
}

class Walk {
  #stretch = 0;
  #at = 0;
  /** Bytes of the present character that byte tokens have taken. */
  #bytes = 0;

  constructor(
    readonly stretches: readonly Traced[],
    readonly style: TokenStyle,
  ) {}

  next(token: string): Place[] | undefined {
    this.#skipEnded();
    const { style } = this;
    for (const text of this.#textsOf(token))
      if (text !== '' && this.#rest(text)) return this.#take(text);
    const byte = style.byteFallback ? BYTE.exec(token)?.[1] : undefined;
    if (byte !== undefined) return this.#takeByte(Number.parseInt(byte, 16));
    return token === style.unknown ? this.#takeUnknown() : undefined;
  }

  /** What a token may stand for, the likelier first. */
  *#textsOf(token: string): Generator<string> {
    const { prefix, suffixes } = this.style;
    const continues = prefix !== '' && this.#at > 0;
    const own = continues && token.startsWith(prefix) ? token.slice(prefix.length) : token;
    for (const suffix of suffixes)
      if (suffix !== '' && own.endsWith(suffix)) yield own.slice(0, -suffix.length);
    yield own;
  }

  #skipEnded(): void {
    while (this.#stretch < this.stretches.length && this.#at >= this.#text.length)
      [this.#stretch, this.#at] = [this.#stretch + 1, 0];
  }

  get #text(): string {
    return this.stretches[this.#stretch]?.text ?? '';
  }

  /** Whether a text comes next; fused unknown ones may go on in the next stretch. */
  #rest(text: string): boolean {
    const { fuseUnknown, isKnown } = this.style;
    if (this.#text.startsWith(text, this.#at)) return true;
    if (!fuseUnknown || isKnown(text)) return false;
    let all = this.#text.slice(this.#at);
    for (let next = this.#stretch + 1; all.length < text.length; next++) {
      if (next >= this.stretches.length) return false;
      all += this.stretches[next]!.text;
    }
    return all.startsWith(text);
  }

  #take(text: string): Place[] {
    const places: Place[] = [];
    for (let left = text.length; left > 0; ) {
      this.#skipEnded();
      const end = Math.min(this.#text.length, this.#at + left);
      places.push({ stretch: this.#stretch, start: this.#at, end });
      left -= end - this.#at;
      this.#at = end;
    }
    return places;
  }

  #character(): string {
    return String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
  }

  #takeByte(byte: number): Place[] | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const character = this.#character();
    const bytes = new TextEncoder().encode(character);
    if (bytes[this.#bytes] !== byte) return undefined;
    const place = { stretch: this.#stretch, start: this.#at, end: this.#at + character.length };
    this.#bytes++;
    if (this.#bytes === bytes.length) {
      this.#bytes = 0;
      this.#at = place.end;
    }
    return [place];
  }

  #takeUnknown(): Place[] | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const { unknownWhole, fuseUnknown, isKnown, suffixes } = this.style;
    if (unknownWhole) return this.#take(this.#text.slice(this.#at));
    const places = this.#take(this.#character());
    const isUnknown = () => {
      const character = this.#character();
      const ends = this.#at + character.length === this.#text.length;
      return !isKnown(ends ? character + (suffixes[0] ?? '') : character);
    };
    for (this.#skipEnded(); fuseUnknown && this.#at < this.#text.length && isUnknown(); ) {
      places.push(...this.#take(this.#character()));
      this.#skipEnded();
    }
    return places;
  }
}
