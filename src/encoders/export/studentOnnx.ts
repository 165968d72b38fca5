import type {
  EncoderShape,
  EncoderWeights,
  LayerWeights,
  LinearWeights,
  NormWeights,
} from '../../nn';
import {
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxNodeSpec,
  type OnnxPort,
  writeOnnx,
} from './onnxWriter';
import { checkHead, isPlainHead, type StudentExport, wholeEncoder } from './studentExport';
import { type DenseLayer, denseLayers } from './toSafetensors';

/** The first operator set with Gelu; LayerNormalization came with 17. */
const OPSET = 20;
/** Far below any attention score, and finite: exp of it is exactly 0 in float32. */
const MASKED = -1e9;
/** Norms below it count as this, so that a zero vector stays zero. */
const LEAST_NORM = 1e-12;
/** Sizes that differ from run to run. */
const FREE = ['batch', 'length'];
const INPUTS: readonly OnnxPort[] = [
  { name: 'input_ids', type: 'int64', shape: FREE },
  { name: 'attention_mask', type: 'int64', shape: FREE },
];

/**
 * A student as one ONNX graph in float32, of ONNX's own operators: `input_ids` and `attention_mask` int64
 * `[batch, length]` -> `token_vectors` `[batch, length, outputs]`, unit vectors of all tokens, special ones and
 * padding included.
 *
 * @throws RangeError if a part of the encoder was not loaded or the head does not fit it.
 */
export function studentOnnx({ encoder, head }: StudentExport): Uint8Array {
  const { shape, embedding, layers } = wholeEncoder(encoder);
  checkHead(head, shape.width);
  const graph = new GraphBuilder(shape);
  const bias = graph.attentionBias();
  let x = graph.embed(embedding);
  for (const layer of layers) x = graph.layer(x, bias, layer);
  if (!isPlainHead(head) && head.inputNorm !== undefined) x = graph.unit(x);
  for (const layer of denseLayers(head)) x = graph.dense(x, layer);
  graph.node('Identity', [graph.unit(x)], 'token_vectors');
  return writeOnnx({
    name: 'student',
    nodes: graph.nodes,
    constants: [...graph.constants.values()],
    inputs: INPUTS,
    outputs: [{ name: 'token_vectors', type: 'float', shape: [...FREE, head.outputs] }],
    opset: OPSET,
  });
}

/**
 * A whole encoder as one ONNX graph in float32: `input_ids` and `attention_mask` int64 `[batch, length]` ->
 * `hidden_states.0` (embeddings) to `hidden_states.LAYERS` `[batch, length, width]`.
 *
 * @throws RangeError if a part of the encoder was not loaded.
 */
export function encoderOnnx(encoder: EncoderWeights): Uint8Array {
  const { shape, embedding, layers } = wholeEncoder(encoder);
  const graph = new GraphBuilder(shape);
  const bias = graph.attentionBias();
  let x = graph.embed(embedding);
  graph.node('Identity', [x], 'hidden_states.0');
  layers.forEach((layer, at) => {
    x = graph.layer(x, bias, layer);
    graph.node('Identity', [x], `hidden_states.${at + 1}`);
  });
  return writeOnnx({
    name: 'encoder',
    nodes: graph.nodes,
    constants: [...graph.constants.values()],
    inputs: INPUTS,
    outputs: Array.from({ length: layers.length + 1 }, (_, at) => ({
      name: `hidden_states.${at}`,
      type: 'float',
      shape: [...FREE, shape.width],
    })),
    opset: OPSET,
  });
}

/** Collects nodes and constants; methods give the name of their result. */
class GraphBuilder {
  readonly nodes: OnnxNodeSpec[] = [];
  readonly constants = new Map<string, OnnxConstant>();
  #names = 0;

  constructor(private readonly shape: EncoderShape) {}

  node(
    op: string,
    inputs: readonly string[],
    output = `${op}.${this.#names++}`,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    this.nodes.push({ op, inputs, outputs: [output], attributes });
    return output;
  }

  /** 0 on tokens, `MASKED` on padding, `[batch, 1, 1, length]`. */
  attentionBias(): string {
    const mask = this.node('Cast', ['attention_mask'], undefined, { to: 1 });
    const padding = this.node('Sub', [this.#scalar('one', 1), mask]);
    const bias = this.node('Mul', [padding, this.#scalar('masked', MASKED)]);
    return this.node('Unsqueeze', [bias, this.#integers('axes', 1, 2)]);
  }

  embed(embedding: { words: Float32Array; positions: Float32Array; norm: NormWeights }): string {
    const { vocabulary, width, positions } = this.shape;
    const words = this.#floats(embedding.words, vocabulary, width);
    const table = this.#floats(embedding.positions, positions, width);
    const length = this.node('Shape', ['input_ids'], undefined, { start: 1, end: 2 });
    const places = this.node('Slice', [table, this.#integers('first', 0), length]);
    return this.#norm(
      this.node('Add', [this.node('Gather', [words, 'input_ids']), places]),
      embedding.norm,
    );
  }

  layer(x: string, bias: string, layer: LayerWeights): string {
    const { width, inner } = this.shape;
    const context = this.#attention(x, bias, layer);
    const mixed = this.#linear(context, layer.o, width, width);
    const middle = this.#norm(this.node('Add', [x, mixed]), layer.norm1);
    const active = this.node('Gelu', [this.#linear(middle, layer.inner, inner, width)]);
    const fed = this.#linear(active, layer.outer, width, inner);
    return this.#norm(this.node('Add', [middle, fed]), layer.norm2);
  }

  dense(x: string, { w, b, inputs, outputs, gelu }: DenseLayer): string {
    const y = b ? this.#linear(x, { w, b }, outputs, inputs) : this.#product(x, w, outputs, inputs);
    return gelu ? this.node('Gelu', [y]) : y;
  }

  unit(x: string): string {
    const norm = this.node('ReduceL2', [x, this.#integers('last', -1)], undefined, { keepdims: 1 });
    return this.node('Div', [x, this.node('Max', [norm, this.#scalar('least', LEAST_NORM)])]);
  }

  #attention(x: string, bias: string, { q, k, v }: LayerWeights): string {
    const { width, heads } = this.shape;
    const split = this.#integers('per_head', 0, 0, heads, width / heads);
    const byHead = (part: LinearWeights, perm: readonly number[]) => {
      const whole = this.node('Reshape', [this.#linear(x, part, width, width), split]);
      return this.node('Transpose', [whole], undefined, { perm });
    };
    const keys = byHead(k, [0, 2, 3, 1]);
    const dots = this.node('MatMul', [byHead(q, [0, 2, 1, 3]), keys]);
    const scaled = this.node('Mul', [dots, this.#scalar('scale', (width / heads) ** -0.5)]);
    const scores = this.node('Add', [scaled, bias]);
    const weights = this.node('Softmax', [scores], undefined, { axis: -1 });
    const mixed = this.node('MatMul', [weights, byHead(v, [0, 2, 1, 3])]);
    const merged = this.node('Transpose', [mixed], undefined, { perm: [0, 2, 1, 3] });
    return this.node('Reshape', [merged, this.#integers('flat', 0, 0, width)]);
  }

  #linear(x: string, { w, b }: LinearWeights, outputs: number, inputs: number): string {
    return this.node('Add', [this.#product(x, w, outputs, inputs), this.#floats(b, outputs)]);
  }

  /** `x w^T`; the transposed constant is folded when a session opens. */
  #product(x: string, w: Float32Array, outputs: number, inputs: number): string {
    const turned = this.node('Transpose', [this.#floats(w, outputs, inputs)], undefined, {
      perm: [1, 0],
    });
    return this.node('MatMul', [x, turned]);
  }

  #norm(x: string, { gamma, beta }: NormWeights): string {
    const { width, normEpsilon } = this.shape;
    const inputs = [x, this.#floats(gamma, width), this.#floats(beta, width)];
    const epsilon = { float: normEpsilon };
    return this.node('LayerNormalization', inputs, undefined, { axis: -1, epsilon });
  }

  #floats(values: Float32Array, ...shape: number[]): string {
    return this.#constant(`w.${this.#names++}`, shape, values);
  }

  #scalar(name: string, value: number): string {
    return this.#constant(name, [], Float32Array.of(value));
  }

  #integers(name: string, ...values: number[]): string {
    return this.#constant(name, [values.length], BigInt64Array.from(values, BigInt));
  }

  #constant(name: string, shape: number[], values: OnnxConstant['values']): string {
    this.constants.set(name, { name, shape, values });
    return name;
  }
}
