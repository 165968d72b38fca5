export type { EncoderDescription, EncoderSource, FolderFile } from '../encoders';
export type { ShardRecord, StorageState } from '../store';
export type { StudyEstimate } from '../study';
export type { GoldOutcome, GoldSettings, LinksJob } from './alignGold';
export type {
  AlignJob,
  AlignMtopJob,
  AlignMtopOutcome,
  AlignOutcome,
  AlignSettings,
} from './alignTypes';
export type { BenchEncodeJob, BenchEncodeOutcome } from './benchEncode';
export type { BenchOtJob, BenchOtOutcome } from './benchOt';
export type { BenchTrainJob, BenchTrainOutcome } from './benchTrain';
export type {
  DataApi,
  DataPart,
  LanguageStatistics,
  PartId,
  PreviewRow,
  RowPage,
  RowQuery,
} from './dataTypes';
export type { EncodeJob, EncodeOutcome } from './encodeFile';
export type { GoldFileJob, GoldSentence, JudgePairJob, PairJudgement } from './goldPair';
export type { StudentSource } from './importStudents';
export type { MeasuredRun, MeasureJob, MeasureOutcome, WrongMeasure } from './measureTypes';
export type {
  QueryEstimate,
  QueryFacts,
  QueryFile,
  QueryGaps,
  QueryGapsJob,
  QueryPairs,
  QueryPairsJob,
  QueryRanks,
  QueryRanksJob,
} from './queries/types';
export type {
  AlignRequest,
  AlignResult,
  CollectionLoad,
  DataSummary,
  EncodedText,
  EngineApi,
  EngineFile,
  EngineStatus,
  InputFile,
  LoadedBeside,
  LoadProgress,
} from './types';
export type { PairPage, PairQuery, UtterancePairRow } from './utterancePairs';
