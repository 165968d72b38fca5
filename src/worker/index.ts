export type { GoldOutcome, GoldSettings, LinksJob } from './alignGold';
export type {
  AlignJob,
  AlignMtopJob,
  AlignMtopOutcome,
  AlignOutcome,
  AlignSettings,
} from './alignTypes';
export type { BenchOtJob, BenchOtOutcome } from './benchOt';
export type { BenchTrainJob, BenchTrainOutcome } from './benchTrain';
export type { EncodeJob, EncodeOutcome } from './encodeFile';
export type { StudentSource } from './importStudents';
export type { MeasuredRun, MeasureJob, MeasureOutcome, WrongMeasure } from './measureTypes';
export type {
  AlignRequest,
  AlignResult,
  DataSummary,
  EncodedText,
  EngineApi,
  EngineFile,
  EngineStatus,
} from './types';
