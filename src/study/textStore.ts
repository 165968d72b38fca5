import { standardise, type TokenSet } from '../train';

/** What the study needs of an encoder. */
export interface TextEncoder {
  encode(
    texts: readonly string[],
    options: {
      layer: number;
      signal: AbortSignal;
      onProgress: (done: number, total: number) => void;
    },
  ): Promise<TokenSet>;
}

/** Every distinct text of a study, encoded once. */
export class TextStore {
  readonly #index: ReadonlyMap<string, number>;
  readonly #tokens: TokenSet;

  private constructor(index: ReadonlyMap<string, number>, tokens: TokenSet) {
    this.#index = index;
    this.#tokens = tokens;
  }

  /** Encodes the distinct ones of `texts`; vectors are scaled as `standardise` says. */
  static async encode(
    texts: Iterable<string>,
    encoder: TextEncoder,
    options: Parameters<TextEncoder['encode']>[1],
  ): Promise<TextStore> {
    const distinct = [...new Set(texts)];
    const tokens = await encoder.encode(distinct, options);
    const answered = tokens.offsets.length - 1;
    if (answered !== distinct.length)
      throw new Error(
        `TextStore: the encoder answered for ${answered} of ${distinct.length} texts`,
      );
    return new TextStore(new Map(distinct.map((text, k) => [text, k])), standardise(tokens));
  }

  get tokens(): number {
    return this.#tokens.offsets.at(-1) ?? 0;
  }

  /** The token vectors of `texts`, in their order. @throws Error for a text that was not encoded. */
  select(texts: readonly string[]): TokenSet {
    const { vectors, offsets, dimension } = this.#tokens;
    const indices = texts.map((text) => {
      const index = this.#index.get(text);
      if (index === undefined) throw new Error(`TextStore: "${text}" was not encoded`);
      return index;
    });
    const packed = new Uint32Array(texts.length + 1);
    indices.forEach((text, k) => {
      packed[k + 1] = packed[k]! + offsets[text + 1]! - offsets[text]!;
    });
    const selected = new Float32Array(packed.at(-1)! * dimension);
    indices.forEach((text, k) => {
      const rows = vectors.subarray(offsets[text]! * dimension, offsets[text + 1]! * dimension);
      selected.set(rows, packed[k]! * dimension);
    });
    return { vectors: selected, offsets: packed, dimension };
  }
}
