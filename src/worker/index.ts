export type {
  AlignRequest,
  AlignResult,
  DataSummary,
  EncodedText,
  EngineApi,
  EngineFile,
  EngineStatus,
} from './types';
