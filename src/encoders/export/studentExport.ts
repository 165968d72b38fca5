import type {
  EmbeddingWeights,
  EncoderShape,
  EncoderWeights,
  HeadWeights,
  LayerWeights,
} from '../../nn';

/** A student as it leaves: everything it trained merged into one encoder and one head. */
export interface StudentExport {
  /** With embeddings and all layers. */
  readonly encoder: EncoderWeights;
  readonly head: HeadWeights;
}

/** An encoder without gaps. */
export interface WholeEncoder {
  readonly shape: EncoderShape;
  readonly embedding: EmbeddingWeights;
  readonly layers: readonly LayerWeights[];
}

/**
 * Narrows to an encoder without gaps.
 *
 * @throws RangeError naming what was not loaded.
 */
export function wholeEncoder(encoder: EncoderWeights): WholeEncoder {
  const { shape, embedding, layers } = encoder;
  const missing = Array.from({ length: shape.layers }, (_, at) => at + 1).filter(
    (layer) => !layers[layer - 1],
  );
  if (!embedding) throw new RangeError('export: the embeddings were not loaded');
  if (missing.length > 0)
    throw new RangeError(`export: layers ${missing.join(', ')} were not loaded`);
  return { shape, embedding, layers: layers.filter((layer) => layer !== undefined) };
}

/** @throws RangeError if the head does not fit the encoder or its arrays do not fit its sizes. */
export function checkHead(head: HeadWeights, width: number): void {
  const { inputs, outputs, w, b, perceptron, inputNorm } = head;
  const expect = (name: string, values: Float32Array, ...shape: number[]) => {
    if (values.length !== shape.reduce((a, n) => a * n, 1))
      throw new RangeError(`head: ${name} has ${values.length} values, want [${shape}]`);
  };
  if (inputs !== width) throw new RangeError(`head: found ${inputs} inputs, want ${width}`);
  expect('w', w, outputs, inputs);
  if (b) expect('b', b, outputs);
  if (inputNorm !== undefined && !(inputNorm > 0))
    throw new RangeError(`head: inputNorm is ${inputNorm}, want a positive number`);
  if (!perceptron) return;
  expect('v1', perceptron.v1, perceptron.hidden, inputs);
  expect('b1', perceptron.b1, perceptron.hidden);
  expect('v2', perceptron.v2, outputs, perceptron.hidden);
}

/** Whether the head is W alone, so that the norm of its input does not matter. */
export const isPlainHead = ({ b, perceptron }: HeadWeights) => !b && !perceptron;
