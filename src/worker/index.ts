export type { AlignJob, AlignOutcome, AlignSettings } from './alignTypes';
export type {
  AlignRequest,
  AlignResult,
  DataSummary,
  EncodedText,
  EngineApi,
  EngineFile,
  EngineStatus,
} from './types';
