import { nearestHalves } from '../lib';
import { LINEAR_MAPS, type LinearMap } from './encoder/modules';
import type { EncoderWeights, LayerWeights, LinearWeights } from './encoderWeights';

/**
 * The encoder that `f16` storage can hold exactly: matrices of its layers rounded to the nearest halves, everything
 * else as it is. Rounded once, before anything reads them, teacher, students and exports are of one encoder,
 * whichever of them keeps its weights in which storage.
 *
 * @throws RangeError naming the matrix and its first value beyond 65504 or not finite.
 */
export function halveEncoder(encoder: EncoderWeights): EncoderWeights {
  const layers = encoder.layers.map((layer, at) => layer && halveLayer(layer, at + 1));
  return { ...encoder, layers };
}

function halveLayer(layer: LayerWeights, number: number): LayerWeights {
  const halved = LINEAR_MAPS.map((map): [LinearMap, LinearWeights] => {
    const { w, b } = layer[map];
    return [map, { w: halves(w, `layer.${number}.${map}.w`), b }];
  });
  return { ...layer, ...(Object.fromEntries(halved) as Record<LinearMap, LinearWeights>) };
}

function halves(w: Float32Array, name: string): Float32Array {
  try {
    return nearestHalves(w);
  } catch (error) {
    throw new RangeError(`encoder weights: ${name}: ${(error as Error).message}`);
  }
}
