import { fitsHalves } from '../../kernels';
import type {
  EmbeddingWeights,
  EncoderShape,
  EncoderWeights,
  LayerWeights,
  LinearWeights,
  NormWeights,
} from '../encoderWeights';
import type { NnOps, WeightStorage } from '../types';
import {
  type EmbeddingModule,
  type LayerModule,
  LINEAR_MAPS,
  type LinearMap,
  type LinearModule,
  type LowRankUpdate,
  type NormModule,
  type Weight,
} from './modules';

/** Puts an array on a backend, frozen or trained; `name` is unique within a model. */
export type PlaceWeight = (name: string, shape: readonly number[], values: Float32Array) => Weight;

/** Makes the update of the map `name`, `[outputs, inputs]`. */
export type PlaceUpdate = (name: string, outputs: number, inputs: number) => LowRankUpdate;

/**
 * Places the weights of layers as frozen arrays of `ops`; with `f16` matrices whose sides are multiples of 4 as halves,
 * biases and norms as float32.
 *
 * @throws RangeError if `f16` is wanted of another backend than wgsl.
 */
export function frozenIn(ops: NnOps, storage: WeightStorage = 'f32'): PlaceWeight {
  if (storage === 'f32') return (name, shape, values) => ops.upload(values, shape, name);
  if (ops.kind !== 'wgsl')
    throw new RangeError(`storage: found f16 on the ${ops.kind} backend, want f32 or wgsl`);
  return (name, shape, values) =>
    fitsHalves(shape) ? ops.uploadHalves(values, shape, name) : ops.upload(values, shape, name);
}

/** Outputs and inputs of a linear map of a layer. */
export function mapSize({ width, inner }: EncoderShape, map: LinearMap): [number, number] {
  if (map === 'inner') return [inner, width];
  return map === 'outer' ? [width, inner] : [width, width];
}

/**
 * A layer's weights, named `layer.NUMBER.q.w` and so on with the first layer being 1.
 *
 * @throws RangeError if the layer was not loaded or an array has the wrong length.
 */
export function placeLayer(
  encoder: EncoderWeights,
  number: number,
  place: PlaceWeight,
  update?: PlaceUpdate,
): LayerModule {
  const { shape } = encoder;
  const weights = layerWeights(encoder, number);
  const name = `layer.${number}`;
  const checked = checking(place);
  const linear = (map: LinearMap): LinearModule => {
    const at = `${name}.${map}`;
    const size = mapSize(shape, map);
    const base = placeLinear(checked, at, size, weights[map]);
    return update ? { ...base, update: update(at, ...size) } : base;
  };
  const [q, k, v, o, inner, outer] = LINEAR_MAPS.map(linear) as [
    LinearModule,
    LinearModule,
    LinearModule,
    LinearModule,
    LinearModule,
    LinearModule,
  ];
  const norm1 = placeNorm(checked, `${name}.norm1`, shape.width, weights.norm1);
  const norm2 = placeNorm(checked, `${name}.norm2`, shape.width, weights.norm2);
  return { q, k, v, o, norm1, inner, outer, norm2 };
}

/**
 * Embeddings, named `embedding.words` and so on.
 *
 * @throws RangeError if they were not loaded or an array has the wrong length.
 */
export function placeEmbedding(encoder: EncoderWeights, place: PlaceWeight): EmbeddingModule {
  const { shape } = encoder;
  const weights: EmbeddingWeights | undefined = encoder.embedding;
  if (!weights) throw new RangeError('encoder weights: found no embeddings, want them');
  const checked = checking(place);
  return {
    words: checked('embedding.words', [shape.vocabulary, shape.width], weights.words),
    positions: checked('embedding.positions', [shape.positions, shape.width], weights.positions),
    norm: placeNorm(checked, 'embedding.norm', shape.width, weights.norm),
  };
}

function layerWeights({ shape, layers }: EncoderWeights, number: number): LayerWeights {
  const weights = layers[number - 1];
  if (weights) return weights;
  const found = layers.flatMap((layer, at) => (layer ? [at + 1] : []));
  throw new RangeError(
    `encoder weights: found ${found.length ? `layers ${found.join(', ')}` : 'no layer'} ` +
      `of ${shape.layers}, want layer ${number}`,
  );
}

function placeLinear(
  place: PlaceWeight,
  name: string,
  [outputs, inputs]: [number, number],
  { w, b }: LinearWeights,
): LinearModule {
  return { w: place(`${name}.w`, [outputs, inputs], w), b: place(`${name}.b`, [outputs], b) };
}

function placeNorm(
  place: PlaceWeight,
  name: string,
  width: number,
  { gamma, beta }: NormWeights,
): NormModule {
  return {
    gamma: place(`${name}.gamma`, [width], gamma),
    beta: place(`${name}.beta`, [width], beta),
  };
}

function checking(place: PlaceWeight): PlaceWeight {
  return (name, shape, values) => {
    const wanted = shape.reduce((product, size) => product * size, 1);
    if (values.length !== wanted)
      throw new RangeError(
        `encoder weights: ${name} has ${values.length} values, want [${shape}] = ${wanted}`,
      );
    return place(name, shape, values);
  };
}
