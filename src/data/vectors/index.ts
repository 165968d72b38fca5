export type { VectorDtype } from './quantise';
export { inspectVectors, readTokenVectors, requireSameDimension } from './readTokenVectors';
export type {
  TokenVectorSet,
  VectorFileSummary,
  VectorMeta,
  VectorOptions,
  WritableSet,
} from './types';
export { type FloatMatrix, writeMatrices } from './writeNpz';
export { type VectorFormat, writeTokenVectors, writeVectorPairs } from './writeTokenVectors';
