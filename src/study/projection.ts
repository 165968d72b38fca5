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
