export { type BaseAbout, readBase } from './baseAbout';
export { type CachedVectors, memoryCache, type VectorCache } from './cache';
export { type HeadPair, readHeads, writeHeads } from './export/headFile';
export { readHead, readStudentFolder } from './export/readStudentFolder';
export type { StudentExport } from './export/studentExport';
export { type Folder, type FolderOptions, studentFolder } from './export/studentFolder';
export { studentOnnx } from './export/studentOnnx';
export { unzipFolder, zipFolder, zipParts } from './export/zipFolder';
export { type FetchBytes, fetchFrom } from './fetchBytes';
export { indexedDbCache } from './indexedDbCache';
export type { TokenSpan } from './offsets/tokenSpans';
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
export { encoderFromSafetensors } from './weights/fromSafetensors';
export {
  type LoadEncoderWeightsOptions,
  loadEncoderWeights,
} from './weights/loadEncoderWeights';
export { withCache } from './withCache';
