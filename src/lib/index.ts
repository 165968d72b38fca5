export { compareUtf8 } from './compareUtf8';
export { ParseError } from './errors';
export {
  bfloat16ToFloat32,
  halfToNumber,
  nearestHalves,
  packHalves,
  toHalfBits,
} from './halfFloat';
export { normaliseText } from './normaliseText';
export { publicFile } from './publicFile';
export { quoteJson } from './quoteJson';
export { type MutableList, portableLog, Rng, type RngState } from './rng';
export {
  float32Tensor,
  readSafetensors,
  type Safetensors,
  type StoredTensor,
  storedTensor,
  type TensorValues,
  writeSafetensors,
} from './safetensors';
export {
  LENGTH_BYTES,
  parseSafetensorsHeader,
  type SafetensorsHeader,
  type SafetensorsType,
  safetensorsDataStart,
} from './safetensorsHeader';
export { sha256 } from './sha256';
export {
  type Interval,
  mean,
  meanDefined,
  percentileInterval,
  quantileSorted,
  standardDeviation,
} from './stats';
export { foldWord, splitRuns, splitWords, tokeniseWords } from './words';
