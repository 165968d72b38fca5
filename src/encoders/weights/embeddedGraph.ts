import { halfToNumber, ParseError } from '../../lib';
import type { EmbeddingWeights, LayerWeights, LinearWeights, NormWeights } from '../../nn';
import { type OnnxGraph, onnxTensor } from './onnxFile';

/** Weights that share one scale in the graphs that tools/encoder/graph.py writes. */
const BLOCK = 32;

const f32 = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer);
const halves = (bytes: Uint8Array) =>
  Float32Array.from(new Uint16Array(bytes.slice().buffer), halfToNumber);

/** A float32 constant; throws ParseError where it is missing or has another shape. */
function float32(graph: OnnxGraph, name: string, shape: readonly number[]): Float32Array {
  return f32(onnxTensor(graph, name, 'float', shape).bytes);
}

/**
 * The matrix `[rows, inputs]` behind 4-bit blocks: byte j of a block holds weight j low and weight
 * j + 16 high, each 8 too large, in units of the block's float16 scale. Every product is exact in float32.
 */
function blockMatrix(graph: OnnxGraph, name: string, rows: number, inputs: number): Float32Array {
  const blocks = inputs / BLOCK;
  const packed = onnxTensor(graph, `${name}.w`, 'uint8', [rows, blocks, BLOCK / 2]).bytes;
  const scales = halves(onnxTensor(graph, `${name}.scale`, 'half', [rows, blocks, 1]).bytes);
  const w = new Float32Array(rows * inputs);
  for (let block = 0; block < scales.length; block++) {
    const scale = scales[block]!;
    for (let j = 0; j < BLOCK / 2; j++) {
      const byte = packed[(block * BLOCK) / 2 + j]!;
      w[block * BLOCK + j] = ((byte & 15) - 8) * scale;
      w[block * BLOCK + j + BLOCK / 2] = ((byte >> 4) - 8) * scale;
    }
  }
  return w;
}

/**
 * The bias `[rows]` of a product of which int8 inference stores the inputs less `least`: the graph's
 * constant has `least` times the sum of each row folded in, and this takes it out again.
 */
function unfoldedBias(graph: OnnxGraph, name: string, w: Float32Array, rows: number): Float32Array {
  const stored = float32(graph, `${name}.b`, [rows]);
  if (!graph.tensors.has('least')) return stored;
  const least = float32(graph, 'least', [])[0]!;
  const inputs = w.length / rows;
  return stored.map((bias, row) => {
    let sum = 0;
    for (let k = row * inputs; k < (row + 1) * inputs; k++) sum += w[k]!;
    return bias - least * sum;
  });
}

function normWeights(graph: OnnxGraph, name: string, width: number): NormWeights {
  return {
    gamma: float32(graph, `${name}.w`, [width]),
    beta: float32(graph, `${name}.b`, [width]),
  };
}

/** Head count and inner width of a layer's graph, and the epsilon of its norms. */
export interface LayerSizes {
  readonly heads: number;
  readonly inner: number;
}

/**
 * Epsilon of the graph's layer norms.
 *
 * @throws ParseError if there is none or they differ.
 */
export function normEpsilonOf({ file, nodes }: OnnxGraph): number {
  const found = new Set(
    nodes
      .filter(({ op }) => op === 'LayerNormalization')
      .map(({ attributes }) => attributes.get('epsilon') ?? Number.NaN),
  );
  const [epsilon] = found;
  if (found.size !== 1 || !(epsilon! > 0))
    throw new ParseError(
      file,
      0,
      'LayerNormalization.epsilon',
      `found ${[...found].join(', ') || 'none'}, want one positive number`,
    );
  return epsilon!;
}

/** Reads the sizes of a layer; throws ParseError where the graph is not one of tools/encoder. */
export function layerSizes(graph: OnnxGraph, width: number): LayerSizes {
  const perHead = onnxTensor(graph, 'per_head', 'int64', [4]).bytes;
  const [, , heads, each] = Array.from(new BigInt64Array(perHead.slice().buffer), Number);
  if (heads! * each! !== width)
    throw new ParseError(graph.file, 0, 'per_head', `found ${heads} x ${each}, want ${width}`);
  return { heads: heads!, inner: onnxTensor(graph, 'fi.b', 'float').dims[0] ?? 0 };
}

/**
 * The float32 weights of a layer's graph, `layer` 1-based. Layers that infer in int8 keep factors that
 * balance inputs against weights; they act in pairs whose product is one and are no part of the weights.
 *
 * @throws ParseError naming file and initialiser, found and wanted.
 */
export function layerWeights(graph: OnnxGraph, layer: number, width: number): LayerWeights {
  const { inner } = layerSizes(graph, width);
  const joint = blockMatrix(graph, 'qkv', 3 * width, width);
  const bias = float32(graph, 'qkv.b', [3 * width]);
  const part = (at: number): LinearWeights => ({
    w: joint.slice(at * width * width, (at + 1) * width * width),
    b: bias.slice(at * width, (at + 1) * width),
  });
  const outer = blockMatrix(graph, 'fo', width, inner);
  return {
    q: part(0),
    k: part(1),
    v: part(2),
    o: { w: blockMatrix(graph, 'ao', width, width), b: float32(graph, 'ao.b', [width]) },
    norm1: normWeights(graph, `l${layer - 1}.aln`, width),
    inner: { w: blockMatrix(graph, 'fi', inner, width), b: float32(graph, 'fi.b', [inner]) },
    outer: { w: outer, b: unfoldedBias(graph, 'fo', outer, width) },
    norm2: normWeights(graph, `l${layer - 1}.oln`, width),
  };
}

/**
 * The embeddings: 4-bit two's complement words, two a byte, low half first, a float16 scale for every 32.
 *
 * @throws ParseError naming file and initialiser, found and wanted.
 */
export function embeddingWeights(
  graph: OnnxGraph,
  vocabulary: number,
  positions: number,
  width: number,
): EmbeddingWeights {
  const packed = onnxTensor(graph, 'word', 'int4', [vocabulary, width]).bytes;
  const stored = onnxTensor(graph, 'word.scale', 'half', [vocabulary, width / BLOCK]).bytes;
  const scales = halves(stored);
  const words = new Float32Array(vocabulary * width);
  for (let byte = 0; byte < packed.length; byte++) {
    const scale = scales[Math.floor((2 * byte) / BLOCK)]!;
    // A shift to the top and back spreads the sign of four bits.
    words[2 * byte] = ((packed[byte]! << 28) >> 28) * scale;
    words[2 * byte + 1] = ((packed[byte]! << 24) >> 28) * scale;
  }
  return {
    words,
    positions: float32(graph, 'position', [positions, width]),
    norm: normWeights(graph, 'emb.ln', width),
  };
}
