export { type BaseAbout, readBase } from './baseAbout';
export { type Batch, planBatches } from './batches';
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
export type { EncoderDescription, NeededFile } from './registry/describe';
export { browserFileCache, type FileCache, memoryFileCache } from './registry/fileCache';
export { DTYPES, type Dtype } from './registry/graphFiles';
export type { ModelOrigin } from './registry/modelFiles';
export type { OpenedModel, OpenModelOptions, ReadFile } from './registry/openModel';
export {
  describeEmbedded,
  describeSource,
  type ModelSource,
  openSource,
  type SourceOptions,
} from './registry/openSource';
export {
  checkHubSource,
  type EncoderSource,
  type FolderFile,
  type FolderSource,
  HUB,
  type HubSource,
  sourceName,
} from './registry/source';
export {
  PLAIN_POLICY,
  type PolicyEncoder,
  type TextPolicy,
  withPolicy,
} from './registry/textPolicy';
export type {
  Encoded,
  EncodeOptions,
  Encoder,
  EncoderProgress,
  ExecutionProvider,
  SpecialTokenPolicy,
  TextRole,
  TokenisedText,
} from './types';
export type { WasmPaths } from './wasmAssets';
export { encoderFromSafetensors } from './weights/fromSafetensors';
export {
  type LoadEncoderWeightsOptions,
  loadEncoderWeights,
} from './weights/loadEncoderWeights';
export { withCache } from './withCache';
