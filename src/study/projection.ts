import type { NnOps } from '../nn';
import type { TokenSet } from '../train';

// Rows that are multiplied at a time: some 25 MB at width 384.
const PIECE = 8192;

/** `weight` is `[outputs, inputs]`, row-major, `bias` `[outputs]`. */
export interface Projection {
  readonly weight: Float32Array;
  readonly bias?: Float32Array;
}

/** `unit(W x + b)` of every token, on the host. */
export async function projectTokens(
  nn: NnOps,
  set: TokenSet,
  { weight, bias }: Projection,
): Promise<TokenSet> {
  const { dimension: inputs, offsets } = set;
  const outputs = weight.length / inputs;
  const tokens = offsets.at(-1) ?? 0;
  const vectors = new Float32Array(tokens * outputs);
  using ops = nn.open();
  const w = ops.upload(weight, [outputs, inputs], 'head');
  const b = bias && ops.upload(bias, [outputs], 'head.bias');
  for (let row = 0; row < tokens; row += PIECE) {
    using inner = ops.open();
    const end = Math.min(tokens, row + PIECE);
    const rows = set.vectors.subarray(row * inputs, end * inputs);
    const x = inner.upload(rows, [end - row, inputs], 'tokens');
    const { unit } = inner.unitNormalise(inner.linear({ x, w, ...(b && { bias: b }) }));
    vectors.set(await inner.read(unit), row * outputs);
  }
  return { vectors, offsets, dimension: outputs };
}

/** `x / |x|` of every token; zero rows stay zero. */
export function unitTokens(set: TokenSet): TokenSet {
  const { dimension: d } = set;
  const vectors = set.vectors.slice();
  for (let start = 0; start < vectors.length; start += d) {
    let square = 0;
    for (let k = start; k < start + d; k++) square += vectors[k]! ** 2;
    const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let k = start; k < start + d; k++) vectors[k]! *= factor;
  }
  return { ...set, vectors };
}

/** The first `count` texts as views. */
export function firstTexts({ vectors, offsets, dimension }: TokenSet, count: number): TokenSet {
  const end = offsets[count]!;
  return {
    vectors: vectors.subarray(0, end * dimension),
    offsets: offsets.subarray(0, count + 1),
    dimension,
  };
}

/** Texts by index, copied. */
export function selectTexts(
  { vectors, offsets, dimension }: TokenSet,
  texts: ArrayLike<number>,
): TokenSet {
  const chosen = new Uint32Array(texts.length + 1);
  for (let k = 0; k < texts.length; k++)
    chosen[k + 1] = chosen[k]! + offsets[texts[k]! + 1]! - offsets[texts[k]!]!;
  const rows = new Float32Array(chosen[texts.length]! * dimension);
  for (let k = 0; k < texts.length; k++) {
    const [from, to] = [offsets[texts[k]!]!, offsets[texts[k]! + 1]!];
    rows.set(vectors.subarray(from * dimension, to * dimension), chosen[k]! * dimension);
  }
  return { vectors: rows, offsets: chosen, dimension };
}

/** Texts `from` .. `to` - 1 as views of their vectors. */
export function sliceTexts(
  { vectors, offsets, dimension }: TokenSet,
  from: number,
  to: number,
): TokenSet {
  const start = offsets[from]!;
  return {
    vectors: vectors.subarray(start * dimension, offsets[to]! * dimension),
    offsets: offsets.slice(from, to + 1).map((offset) => offset - start),
    dimension,
  };
}
