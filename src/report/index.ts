export { collectionConfig, parseStudyConfig, type StudyConfigInput } from './config';
export { type ConfigField, configFields, type ValueKind } from './configFields';
export {
  type DistilConfig,
  ENCODER_DTYPES,
  type EncoderConfig,
  type LanguageGroups,
  METHODS,
  type Method,
  type RankerConfig,
  type StudyConfig,
  TASKS,
  type TaskId,
  TIE_RULES,
  type TieRule,
} from './configTypes';
export { distilSettings, trainsEncoder } from './distilSettings';
export { checkEncoder, EMBEDDED_ENCODER, encoderOf } from './encoderConfig';
export type { EncoderReport } from './encoderReport';
export { languageName, methodName, showChange, showInterval, showMap } from './format';
export { renderReportHtml } from './html';
export { renderReportLatex } from './latex';
export { renderReportMarkdown } from './markdown';
export { LOGIT_VERDICTS } from './sections/dispersion';
export { gapsOf, groupOf, heldOutTask, languagesOf, methodsOf, resultsOf, tasksOf } from './select';
export { studentStem } from './studentStem';
export type { StudyEvent } from './studyEvent';
export { taskRelevance, taskTitle } from './taskTitles';
export { renderReportText } from './text';
export { showMilliseconds, type TrainingSummary, trainingSummary } from './trainingTable';
export type {
  CollapseRow,
  CurvePoint,
  DifferenceRow,
  DispersionRow,
  GapLabel,
  GapRow,
  LogitRow,
  MeasureRow,
  MemoryReport,
  PoolRow,
  ResultRow,
  SlotRow,
  StudyReport,
  TaskRow,
  TestRow,
  TrainingRow,
} from './types';
