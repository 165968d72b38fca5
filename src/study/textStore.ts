import type { TextSpan } from '../data';
import { type StudentTexts, standardise, type TokenSet } from '../train';

/** States after a layer with special tokens, or token ids: what students that train the encoder read. */
export type Level = number | 'ids';

/** What the study needs of an encoder. */
export interface TextEncoder {
  /** Names its weights; runs that were stopped go on under the same name alone. */
  readonly id?: string;
  encode(
    texts: readonly string[],
    options: {
      layer: number;
      specialTokens: 'drop' | 'keep';
      signal: AbortSignal;
      onProgress: (done: number, total: number) => void;
    },
  ): Promise<TokenSet>;
  /** Ids of a text's tokens, special ones included. */
  tokenise(text: string): ArrayLike<number>;
  /** The characters of the text's tokens without special ones; undefined where they are not known. */
  spans?(text: string): readonly (TextSpan | undefined)[];
}

/** Runs frozen layers: the states after layer `to`, `[tokens, width]`, of texts at level `from`. */
export type RunUp = (
  texts: StudentTexts,
  from: Level,
  to: number,
  onProgress: (done: number, total: number) => void,
) => Promise<{ readonly states: Float32Array; readonly width: number }>;

export interface TextStoreOptions {
  /** Whose states `select` gives. */
  readonly layer: number;
  /** Levels that `read` is to give; where there are any, `layer` is computed from the lowest by `runUp`. */
  readonly levels?: readonly Level[];
  readonly runUp?: RunUp;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

interface Packed {
  readonly offsets: Uint32Array;
  /** Values a token. */
  readonly width: number;
  readonly values: Float32Array | Uint32Array;
}

/** Every distinct text of a study, encoded once, at each level that a student reads. */
export class TextStore {
  readonly #index: ReadonlyMap<string, number>;
  readonly #last: Packed;
  readonly #levels: ReadonlyMap<Level, Packed>;

  private constructor(
    index: ReadonlyMap<string, number>,
    last: Packed,
    levels: ReadonlyMap<Level, Packed>,
  ) {
    this.#index = index;
    this.#last = last;
    this.#levels = levels;
  }

  /** Encodes the distinct ones of `texts`; vectors of `select` are scaled as `standardise` says. */
  static async encode(
    texts: Iterable<string>,
    encoder: TextEncoder,
    options: TextStoreOptions,
  ): Promise<TextStore> {
    const distinct = [...new Set(texts)];
    const index = new Map(distinct.map((text, k) => [text, k]));
    const levels = [...new Set(options.levels ?? [])].sort((a, b) => height(a) - height(b));
    if (levels.length === 0) {
      const tokens = await encodeAt(encoder, distinct, options.layer, 'drop', options);
      return new TextStore(index, standardised(tokens), new Map());
    }
    const { last, packed } = await climb(encoder, distinct, levels, options);
    return new TextStore(index, standardised(last), packed);
  }

  /** Tokens of all texts, without special ones. */
  get tokens(): number {
    return this.#last.offsets.at(-1) ?? 0;
  }

  /** Components of a vector that `select` gives. */
  get dimension(): number {
    return this.#last.width;
  }

  /** Tokens of each text as `read` gives it. @throws as `read` does. */
  lengths(texts: readonly string[], level: Level | 'last'): Uint32Array {
    const { offsets } = level === 'last' ? this.#last : this.#level(level);
    return Uint32Array.from(texts, (text) => {
      const index = this.#indexOf(text);
      return offsets[index + 1]! - offsets[index]!;
    });
  }

  /** The token vectors of `texts`, in their order. @throws Error for a text that was not encoded. */
  select(texts: readonly string[]): TokenSet {
    const { offsets, values, width } = this.#pick(this.#last, texts);
    return { vectors: values as Float32Array, offsets, dimension: width };
  }

  /**
   * `texts` as a student reads them: the standardised last states for `last`, else a level that was asked for.
   *
   * @throws Error for a text or a level that was not encoded.
   */
  read(texts: readonly string[], level: Level | 'last'): StudentTexts {
    if (level === 'last') {
      const { vectors, offsets } = this.select(texts);
      return { offsets, margin: 0, states: vectors };
    }
    const { offsets, values } = this.#pick(this.#level(level), texts);
    return values instanceof Uint32Array
      ? { offsets, margin: 1, ids: values }
      : { offsets, margin: 1, states: values };
  }

  #level(level: Level): Packed {
    const packed = this.#levels.get(level);
    if (!packed) throw new Error(`TextStore: level ${level} was not encoded`);
    return packed;
  }

  #indexOf(text: string): number {
    const index = this.#index.get(text);
    if (index === undefined) throw new Error(`TextStore: "${text}" was not encoded`);
    return index;
  }

  #pick({ offsets, width, values }: Packed, texts: readonly string[]): Packed {
    const indices = texts.map((text) => this.#indexOf(text));
    const packed = new Uint32Array(texts.length + 1);
    indices.forEach((text, k) => {
      packed[k + 1] = packed[k]! + offsets[text + 1]! - offsets[text]!;
    });
    const size = packed.at(-1)! * width;
    const chosen = values instanceof Uint32Array ? new Uint32Array(size) : new Float32Array(size);
    indices.forEach((text, k) => {
      const rows = values.subarray(offsets[text]! * width, offsets[text + 1]! * width);
      chosen.set(rows, packed[k]! * width);
    });
    return { offsets: packed, width, values: chosen };
  }
}

/** Ids lie below layer 0, the embeddings' output. */
function height(level: Level): number {
  return level === 'ids' ? -1 : level;
}

async function encodeAt(
  encoder: TextEncoder,
  texts: readonly string[],
  layer: number,
  specialTokens: 'drop' | 'keep',
  { signal, onProgress }: TextStoreOptions,
): Promise<TokenSet> {
  const tokens = await encoder.encode(texts, { layer, specialTokens, signal, onProgress });
  const answered = tokens.offsets.length - 1;
  if (answered !== texts.length)
    throw new Error(`TextStore: the encoder answered for ${answered} of ${texts.length} texts`);
  return tokens;
}

/** The lowest level from the encoder, all above it by running its layers here, so that all agree to the last bit. */
async function climb(
  encoder: TextEncoder,
  texts: readonly string[],
  levels: readonly Level[],
  options: TextStoreOptions,
): Promise<{ last: TokenSet; packed: ReadonlyMap<Level, Packed> }> {
  const { layer, runUp } = options;
  if (!runUp) throw new Error('TextStore: levels need runUp');
  const packed = new Map<Level, Packed>();
  let [below] = levels as [Level];
  let current = await lowest(encoder, texts, below, options);
  packed.set(below, current);
  for (const to of new Set([...levels.slice(1), layer])) {
    if (to === below || to === 'ids') continue;
    const { offsets, values } = current;
    const input: StudentTexts =
      values instanceof Uint32Array
        ? { offsets, margin: 1, ids: values }
        : { offsets, margin: 1, states: values };
    const { states, width } = await runUp(input, below, to, options.onProgress);
    current = { offsets, width, values: states };
    if (levels.includes(to)) packed.set(to, current);
    below = to;
  }
  return { last: withoutMargin(current), packed };
}

async function lowest(
  encoder: TextEncoder,
  texts: readonly string[],
  level: Level,
  options: TextStoreOptions,
): Promise<Packed> {
  if (level !== 'ids') {
    const { vectors, offsets, dimension } = await encodeAt(encoder, texts, level, 'keep', options);
    return { offsets, width: dimension, values: vectors };
  }
  const ids = texts.map((text) => encoder.tokenise(text));
  const offsets = new Uint32Array(texts.length + 1);
  ids.forEach((list, k) => {
    offsets[k + 1] = offsets[k]! + list.length;
  });
  const values = new Uint32Array(offsets.at(-1)!);
  ids.forEach((list, k) => {
    values.set(list, offsets[k]);
  });
  return { offsets, width: 1, values };
}

/** Drops the first and the last token of every text. */
function withoutMargin({ offsets, width, values }: Packed): TokenSet {
  const kept = new Uint32Array(offsets.length);
  for (let text = 0; text + 1 < offsets.length; text++)
    kept[text + 1] = kept[text]! + Math.max(0, offsets[text + 1]! - offsets[text]! - 2);
  const vectors = new Float32Array(kept.at(-1)! * width);
  for (let text = 0; text + 1 < offsets.length; text++) {
    const count = kept[text + 1]! - kept[text]!;
    const start = (offsets[text]! + 1) * width;
    vectors.set(values.subarray(start, start + count * width), kept[text]! * width);
  }
  return { vectors, offsets: kept, dimension: width };
}

function standardised(tokens: TokenSet): Packed {
  const { vectors, offsets, dimension } = standardise(tokens);
  return { offsets, width: dimension, values: vectors };
}
