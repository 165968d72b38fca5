export type {
  EmbeddingWeights,
  EncoderShape,
  EncoderWeights,
  LayerWeights,
  LinearWeights,
  NormWeights,
} from './encoderWeights';
export { makeParameter, type Parameter } from './parameter';
export { Tape, type Value } from './tape';
export type {
  AdamUpdate,
  AttentionInputs,
  BackendKind,
  HostOps,
  HostValues,
  NnArray,
  NnIndices,
  NnOps,
  NormState,
  WgslOps,
} from './types';
