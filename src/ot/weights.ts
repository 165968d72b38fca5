import { problemAt, type RaggedLayout, raggedLayout } from '../kernels';

/** Marks that tokenisers set around or instead of text: XLM-R's, then BERT's. */
const SPECIAL = new Set('<s> </s> <pad> <mask> [CLS] [SEP] [PAD] [MASK] [Q] [D]'.split(' '));

/** Whether a piece stands for no text: sentence marks, padding, masks. `<unk>` stands for text. */
export function isSpecialPiece(piece: string): boolean {
  return SPECIAL.has(piece);
}

/** Whether a piece is made of punctuation and symbols alone; word-start marks (`▁`, `##`) do not count. */
export function isPunctuationPiece(piece: string): boolean {
  return /^(▁|##)?[\p{P}\p{S}]*$/u.test(piece) && !isSpecialPiece(piece);
}

/**
 * Inverse document frequency over a collection of tokenised texts, `-log((df + 1) / (N + 1))`, never
 * negative; a piece not seen counts as df = 0.
 *
 * @see Zhang et al. 2020, BERTScore, section 3
 */
export function inverseDocumentFrequency(
  texts: readonly (readonly string[])[],
): (piece: string) => number {
  const frequency = new Map<string, number>();
  for (const pieces of texts)
    for (const piece of new Set(pieces)) frequency.set(piece, (frequency.get(piece) ?? 0) + 1);
  return (piece) => -Math.log(((frequency.get(piece) ?? 0) + 1) / (texts.length + 1));
}

/** Euclidean norm of each row of `[rows, d]`: longer vectors weigh more (Yokoi et al. 2020, Word Rotator's Distance). */
export function vectorNorms(vectors: ArrayLike<number>, d: number): Float32Array {
  return Float32Array.from({ length: vectors.length / d }, (_, row) => {
    let sum = 0;
    for (let k = row * d; k < (row + 1) * d; k++) sum += vectors[k]! ** 2;
    return Math.sqrt(sum);
  });
}

export interface SideWeights {
  /** `[tokens]`; the weights of each text sum to 1, those of a text without tokens to 0. */
  readonly weights: Float32Array;
  /** Texts of which nothing was left, which got uniform weights instead. */
  readonly uniform: readonly number[];
}

/**
 * Scales raw token weights to sum 1 per text, masked tokens getting exactly 0.
 *
 * @param counts tokens of each text.
 * @param raw `[tokens]`, not negative: 1 for uniform, IDF, norms, or the user's own.
 * @param masked `[tokens]`, true where a token is to carry no mass.
 * @throws RangeError naming the token if a weight is negative or not finite, or the lengths differ.
 */
export function normaliseWeights(
  counts: ArrayLike<number>,
  raw: ArrayLike<number>,
  masked?: ArrayLike<boolean>,
): SideWeights {
  const tokens = sum(counts);
  if (raw.length !== tokens || (masked && masked.length !== tokens))
    throw new RangeError(
      `normaliseWeights: ${tokens} tokens, but ${raw.length} weights and ${masked?.length ?? tokens} mask flags`,
    );
  const weights = new Float32Array(tokens);
  const uniform: number[] = [];
  let start = 0;
  for (const [text, count] of Array.from(counts).entries()) {
    let total = 0;
    for (let token = start; token < start + count; token++) {
      const weight = raw[token]!;
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        throw new RangeError(
          `normaliseWeights: text ${text}, token ${token - start}: expected a weight >= 0, got ${weight}`,
        );
      weights[token] = masked?.[token] ? 0 : weight;
      total += weights[token]!;
    }
    if (total > 0) for (let k = start; k < start + count; k++) weights[k]! /= total;
    else if (count > 0) {
      weights.fill(1 / count, start, start + count);
      uniform.push(text);
    }
    start += count;
  }
  return { weights, uniform };
}

/** Interleaves the weights of both sides as solvers want them: per problem n of `a`, then m of `b`. */
export function packWeights(
  layout: RaggedLayout,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): Float32Array {
  const packed = new Float32Array(layout.rows + layout.columns);
  for (let problem = 0; problem < layout.count; problem++) {
    const { xOffset, yOffset, n, m } = problemAt(layout, problem);
    const at = xOffset + yOffset;
    for (let i = 0; i < n; i++) packed[at + i] = a[xOffset + i]!;
    for (let j = 0; j < m; j++) packed[at + n + j] = b[yOffset + j]!;
  }
  return packed;
}

export interface PaddedTexts {
  /** `[texts * length, d]`. */
  readonly vectors: Float32Array;
  readonly counts: readonly number[];
}

/**
 * Extends every text to `length` tokens with one vector, as OPTICAL did with [MASK] (ColBERT's query
 * augmentation), so that the padding carries mass too; longer texts stay as they are.
 *
 * @param mask `[d]`, the vector of the padding.
 * @throws RangeError if `length` is not a whole number of at least 1.
 * @see Huang et al. 2023, section 3.2; Khattab & Zaharia 2020, section 3.2
 */
export function padTexts(
  vectors: Float32Array,
  counts: ArrayLike<number>,
  mask: Float32Array,
  length: number,
): PaddedTexts {
  if (!(Number.isInteger(length) && length >= 1))
    throw new RangeError(`padTexts: length must be a whole number >= 1, got ${length}`);
  const d = mask.length;
  const padded = Array.from(counts, (count) => Math.max(count, length));
  const out = new Float32Array(padded.reduce((sum, count) => sum + count, 0) * d);
  let [source, target] = [0, 0];
  for (const [text, count] of Array.from(counts).entries()) {
    out.set(vectors.subarray(source * d, (source + count) * d), target * d);
    for (let row = count; row < padded[text]!; row++) out.set(mask, (target + row) * d);
    source += count;
    target += padded[text]!;
  }
  return { vectors: out, counts: padded };
}

/** Uniform weights of both sides, packed. */
export function uniformWeights(
  rowCounts: ArrayLike<number>,
  columnCounts: ArrayLike<number>,
): Float32Array {
  const layout = raggedLayout(rowCounts, columnCounts);
  const side = (counts: ArrayLike<number>) =>
    normaliseWeights(counts, new Float32Array(sum(counts)).fill(1)).weights;
  return packWeights(layout, side(rowCounts), side(columnCounts));
}

function sum(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((total, count) => total + count, 0);
}
