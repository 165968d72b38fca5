/** A row kept, and where it stood. */
export interface SampledRow {
  readonly id: string;
  readonly line: number;
  readonly text: string;
}

interface Drawn extends SampledRow {
  readonly key: number;
}

/**
 * Keeps the rows of which `wanted` knows the id, and `others` of the rest: those whose ids have the smallest seeded
 * hashes (bottom-k sampling, Cohen & Kaplan 2007). As uniform as a reservoir, but the choice depends on the ids
 * alone, so that a collection keeps the same passages in every language. Memory: twice `others` at most.
 */
export class IdSample {
  readonly #kept: SampledRow[] = [];
  #drawn: Drawn[] = [];
  #worst = Number.POSITIVE_INFINITY;
  #seen = 0;

  /** @param others undefined to keep every row. */
  constructor(
    readonly wanted: ReadonlySet<string>,
    readonly others: number | undefined,
    readonly seed: number,
  ) {}

  /** `text` is called for rows that are kept, at least for now. */
  offer(id: string, line: number, text: () => string): void {
    this.#seen += 1;
    if (this.others === undefined || this.wanted.has(id)) {
      this.#kept.push({ id, line, text: text() });
      return;
    }
    if (this.others === 0) return;
    const key = hashId(id, this.seed);
    if (key > this.#worst) return;
    this.#drawn.push({ id, line, text: text(), key });
    if (this.#drawn.length >= 2 * this.others) this.#prune();
  }

  /** Rows in file order. */
  finish(): { readonly rows: readonly SampledRow[]; readonly leftOut: number } {
    this.#prune();
    const rows = [...this.#kept, ...this.#drawn.map(({ id, line, text }) => ({ id, line, text }))];
    rows.sort((a, b) => a.line - b.line);
    return { rows, leftOut: this.#seen - rows.length };
  }

  #prune(): void {
    const { others = 0 } = this;
    if (this.#drawn.length <= others) return;
    this.#drawn.sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1) || a.line - b.line);
    this.#drawn = this.#drawn.slice(0, others);
    this.#worst = this.#drawn.at(-1)?.key ?? Number.NEGATIVE_INFINITY;
  }
}

/** 53 well-mixed bits of the UTF-16 units of an id: two 32-bit lanes of FNV-1a, each finished as in MurmurHash3. */
export function hashId(id: string, seed: number): number {
  let a = 0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1);
  let b = 0x2545f491 ^ Math.imul((seed | 0) + 1, 0x85ebca6b);
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) + 0x27d4eb2f;
  }
  return (finish(a) >>> 0) * 2 ** 21 + (finish(b ^ a) >>> 11);
}

function finish(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
