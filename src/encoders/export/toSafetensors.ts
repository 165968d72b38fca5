import { type StoredTensor, storedTensor } from '../../lib';
import type { EncoderWeights, HeadWeights } from '../../nn';
import { EMBEDDING_NAMES, LINEAR_NAMES, layerPrefix, NORM_NAMES } from '../weights/checkpointNames';
import { wholeEncoder } from './studentExport';

/** Token types that BERT has; both are zero, as type 0 is already in the positions. */
export const TOKEN_TYPES = 2;

/**
 * The tensors of a bare BERT checkpoint, under the names of the transformers library.
 *
 * @throws RangeError if a part of the encoder was not loaded.
 */
export function encoderTensors(encoder: EncoderWeights): Map<string, StoredTensor> {
  const { shape, embedding, layers } = wholeEncoder(encoder);
  const { width, inner, vocabulary, positions } = shape;
  const tensors = new Map<string, StoredTensor>();
  const put = (name: string, values: Float32Array, ...size: number[]) =>
    tensors.set(name, storedTensor(values, size));
  const norm = (name: string, { gamma, beta }: { gamma: Float32Array; beta: Float32Array }) => {
    put(`${name}.weight`, gamma, width);
    put(`${name}.bias`, beta, width);
  };
  put(EMBEDDING_NAMES.words, embedding.words, vocabulary, width);
  put(EMBEDDING_NAMES.positions, embedding.positions, positions, width);
  put(EMBEDDING_NAMES.types, new Float32Array(TOKEN_TYPES * width), TOKEN_TYPES, width);
  norm(EMBEDDING_NAMES.norm, embedding.norm);
  layers.forEach((layer, at) => {
    for (const map of Object.keys(LINEAR_NAMES) as (keyof typeof LINEAR_NAMES)[]) {
      const outputs = map === 'inner' ? inner : width;
      const name = `${layerPrefix(at + 1)}.${LINEAR_NAMES[map]}`;
      put(`${name}.weight`, layer[map].w, outputs, map === 'outer' ? inner : width);
      put(`${name}.bias`, layer[map].b, outputs);
    }
    norm(`${layerPrefix(at + 1)}.${NORM_NAMES.norm1}`, layer.norm1);
    norm(`${layerPrefix(at + 1)}.${NORM_NAMES.norm2}`, layer.norm2);
  });
  return tensors;
}

/** A linear layer of a head: `w` `[outputs, inputs]`, GELU after it where `gelu`. */
export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly w: Float32Array;
  readonly b?: Float32Array;
  readonly gelu: boolean;
}

/**
 * A head as a chain of linear layers, to be fed with states scaled to norm 1 where it has an `inputNorm`
 * and is not plain. A perceptron beside W goes into two layers, since gelu(t) - gelu(-t) = t for the exact
 * GELU: the first gives gelu of (V1 s + b1, W s, -W s), the second adds up V2, I and -I of these.
 */
export function denseLayers(head: HeadWeights): DenseLayer[] {
  const { inputs, outputs, w, b, perceptron, inputNorm = 1 } = head;
  const bias = b && { b };
  if (!perceptron) {
    const scaled = b ? w.map((value) => inputNorm * value) : w;
    return [{ inputs, outputs, w: scaled, ...bias, gelu: false }];
  }
  const { hidden, v1, b1, v2 } = perceptron;
  const wide = hidden + 2 * outputs;
  const first = new Float32Array(wide * inputs);
  first.set(v1.map((value) => inputNorm * value));
  w.forEach((value, at) => {
    first[hidden * inputs + at] = inputNorm * value;
    first[(hidden + outputs) * inputs + at] = -inputNorm * value;
  });
  const firstBias = new Float32Array(wide);
  firstBias.set(b1);
  const second = new Float32Array(outputs * wide);
  for (let output = 0; output < outputs; output++) {
    second.set(v2.subarray(output * hidden, (output + 1) * hidden), output * wide);
    second[output * wide + hidden + output] = 1;
    second[output * wide + hidden + outputs + output] = -1;
  }
  return [
    { inputs, outputs: wide, w: first, b: firstBias, gelu: true },
    { inputs: wide, outputs, w: second, ...bias, gelu: false },
  ];
}

/** Tensors of a Dense module of sentence-transformers. */
export function denseTensors({ inputs, outputs, w, b }: DenseLayer): Map<string, StoredTensor> {
  const tensors = new Map([['linear.weight', storedTensor(w, [outputs, inputs])]]);
  if (b) tensors.set('linear.bias', storedTensor(b, [outputs]));
  return tensors;
}
