export { type CachedVectors, memoryCache, type VectorCache } from './cache';
export { type FetchBytes, fetchFrom } from './fetchBytes';
export { indexedDbCache } from './indexedDbCache';
export { type OpenEncoderOptions, openEncoder } from './openEncoder';
export type {
  Encoded,
  EncodeOptions,
  Encoder,
  EncoderProgress,
  ExecutionProvider,
  SpecialTokenPolicy,
  TokenisedText,
} from './types';
export type { WasmPaths } from './wasmAssets';
export { openWasmProduct, type WasmProduct } from './wasmProduct';
export {
  type LoadEncoderWeightsOptions,
  loadEncoderWeights,
} from './weights/loadEncoderWeights';
export { withCache } from './withCache';
