export {
  frozenIn,
  mapSize,
  type PlaceUpdate,
  type PlaceWeight,
  placeEmbedding,
  placeLayer,
} from './encoder/build';
export { embedTokens } from './encoder/embed';
export { encoderLayer, type LayerDropout, siteSeed } from './encoder/layer';
export {
  type EmbeddingModule,
  type LayerModule,
  LINEAR_MAPS,
  type LinearMap,
  type LinearModule,
  type LowRankUpdate,
  type NormModule,
  type Weight,
} from './encoder/modules';
export {
  PIECE_TOKENS,
  pieceOffsets,
  type RunLayersInput,
  type RunLayersOptions,
  runLayers,
  textPieces,
} from './encoder/run';
export type {
  EmbeddingWeights,
  EncoderShape,
  EncoderWeights,
  HeadWeights,
  LayerWeights,
  LinearWeights,
  NormWeights,
} from './encoderWeights';
export { halveEncoder } from './halveEncoder';
export { type HostNn, openHostNn } from './host';
export {
  embeddingActivations,
  embeddingSize,
  frozenLayerBytes,
  type LayerTraining,
  largestMatrixBytes,
  layerBackward,
  layerForward,
  layerSize,
  loraSize,
} from './memory';
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
  WeightStorage,
  WgslOps,
} from './types';
export { openWgslNn } from './wgsl';
