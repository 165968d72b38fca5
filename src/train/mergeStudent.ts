import {
  type EncoderWeights,
  type HeadWeights,
  type HostValues,
  type LayerWeights,
  LINEAR_MAPS,
  type LinearMap,
  mapSize,
} from '../nn';
import { LORA_SCALE } from './students/layers';
import { trainedLayers } from './students/spec';
import type { StudentSnapshot, StudentSpec, Teacher } from './students/types';

/** A student in the form of its teacher: one encoder and one head. */
export interface MergedStudent {
  readonly encoder: EncoderWeights;
  readonly head: HeadWeights;
}

/**
 * Merges what a student trained into the encoder and the head: low-rank updates and orthogonal maps become part of
 * the matrices they act on (summed in float64, then rounded). An mlp stays beside W.
 *
 * @param encoder the frozen encoder; layers that the student trained are replaced.
 * @param statesNorm the norm to which states are scaled before a head reads them; 0: not scaled.
 * @throws RangeError if the snapshot lacks an array or one has the wrong length, or a layer was not loaded.
 */
export function mergeStudent(
  { head: w, inputs, outputs }: Pick<Teacher, 'head' | 'inputs' | 'outputs'>,
  encoder: EncoderWeights,
  { spec, values }: StudentSnapshot,
  statesNorm: number,
): MergedStudent {
  const get: Get = (name, ...shape) => checked(values, name, shape);
  const sizes = { inputs, outputs };
  switch (spec.kind) {
    case 'low-rank': {
      const a = get('low-rank.a', spec.rank, inputs);
      const down = product(w, get('low-rank.b', inputs, spec.rank), outputs, inputs, spec.rank);
      const update = product(down, a, outputs, spec.rank, inputs);
      return { encoder, head: { ...sizes, w: sum(w, update, 1) } };
    }
    case 'orthogonal': {
      const q = get('orthogonal.q', inputs, inputs);
      const merged = product(w, q, outputs, inputs, inputs);
      return { encoder, head: { ...sizes, w: Float32Array.from(merged) } };
    }
    case 'mlp': {
      const perceptron = {
        hidden: spec.hidden,
        v1: Float32Array.from(get('mlp.v1', spec.hidden, inputs)),
        b1: Float32Array.from(get('mlp.b1', spec.hidden)),
        v2: Float32Array.from(get('mlp.v2', outputs, spec.hidden)),
      };
      const inputNorm = statesNorm > 0 ? { inputNorm: statesNorm } : {};
      return { encoder, head: { ...sizes, w, perceptron, ...inputNorm } };
    }
    default: {
      const head = { ...sizes, w: Float32Array.from(get('head.w', outputs, inputs)) };
      return { encoder: mergedEncoder(encoder, spec, get), head };
    }
  }
}

type Get = (name: string, ...shape: readonly number[]) => HostValues;

function checked(
  values: StudentSnapshot['values'],
  name: string,
  shape: readonly number[],
): HostValues {
  const found = values.get(name);
  if (found?.length !== shape.reduce((a, n) => a * n, 1))
    throw new RangeError(
      `mergeStudent: found ${found ? `${found.length} values` : 'nothing'} for ${name}, want [${shape}]`,
    );
  return found;
}

function mergedEncoder(encoder: EncoderWeights, spec: StudentSpec, get: Get): EncoderWeights {
  const { shape } = encoder;
  const first = shape.layers - trainedLayers(spec, shape.layers) + 1;
  const layers = Array.from({ length: shape.layers }, (_, at) => {
    const layer = encoder.layers[at];
    if (at + 1 < first) return layer;
    if (spec.kind === 'lora') return loraLayer(encoder, at + 1, spec.rank, get);
    return trainedLayer(encoder, at + 1, get);
  });
  if (spec.kind !== 'full') return { ...encoder, layers };
  const { vocabulary, positions, width } = shape;
  const embedding = {
    words: Float32Array.from(get('embedding.words', vocabulary, width)),
    positions: Float32Array.from(get('embedding.positions', positions, width)),
    norm: norm('embedding.norm', width, get),
  };
  return { shape, embedding, layers };
}

function trainedLayer({ shape }: EncoderWeights, number: number, get: Get): LayerWeights {
  const name = `layer.${number}`;
  const linear = (map: LinearMap) => {
    const [outputs, inputs] = mapSize(shape, map);
    return {
      w: Float32Array.from(get(`${name}.${map}.w`, outputs, inputs)),
      b: Float32Array.from(get(`${name}.${map}.b`, outputs)),
    };
  };
  return {
    ...maps(linear),
    norm1: norm(`${name}.norm1`, shape.width, get),
    norm2: norm(`${name}.norm2`, shape.width, get),
  };
}

function loraLayer(
  { shape, layers }: EncoderWeights,
  number: number,
  rank: number,
  get: Get,
): LayerWeights {
  const layer = layers[number - 1];
  if (!layer) throw new RangeError(`mergeStudent: layer ${number} was not loaded`);
  const linear = (map: LinearMap) => {
    const [outputs, inputs] = mapSize(shape, map);
    const a = get(`layer.${number}.${map}.lora.a`, rank, inputs);
    const b = get(`layer.${number}.${map}.lora.b`, outputs, rank);
    const update = product(b, a, outputs, rank, inputs);
    return { ...layer[map], w: sum(layer[map].w, update, LORA_SCALE) };
  };
  return { ...layer, ...maps(linear) };
}

function norm(name: string, width: number, get: Get) {
  return {
    gamma: Float32Array.from(get(`${name}.gamma`, width)),
    beta: Float32Array.from(get(`${name}.beta`, width)),
  };
}

function maps<T>(make: (map: LinearMap) => T): Record<LinearMap, T> {
  const entries = LINEAR_MAPS.map((map) => [map, make(map)] as const);
  return Object.fromEntries(entries) as Record<LinearMap, T>;
}

/** `a b`, `[n, m]`, of a `[n, k]` and b `[k, m]`. */
function product(a: HostValues, b: HostValues, n: number, k: number, m: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let row = 0; row < n; row++)
    for (let inner = 0; inner < k; inner++) {
      const factor = a[row * k + inner]!;
      for (let column = 0; column < m; column++)
        out[row * m + column]! += factor * b[inner * m + column]!;
    }
  return out;
}

function sum(x: Float32Array, y: Float64Array, scale: number): Float32Array {
  return x.map((value, at) => value + scale * y[at]!);
}
