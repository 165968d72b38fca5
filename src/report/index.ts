export { parseStudyConfig, type StudyConfigInput } from './config';
export { distilSettings, trainsEncoder } from './distilSettings';
export { languageName, methodName, showChange, showInterval, showMap } from './format';
export { renderReportHtml } from './html';
export { renderReportMarkdown } from './markdown';
export { gapsOf, groupOf, languagesOf, methodsOf, resultsOf } from './select';
export { renderReportText } from './text';
export { showMilliseconds, type TrainingSummary, trainingSummary } from './trainingTable';
export {
  type CollapseRow,
  type CurvePoint,
  type DifferenceRow,
  type DistilConfig,
  type GapLabel,
  type GapRow,
  type LanguageGroups,
  METHODS,
  type MemoryReport,
  type Method,
  type RankerConfig,
  type ResultRow,
  type StudyConfig,
  type StudyEvent,
  type StudyReport,
  TASKS,
  type TaskId,
  type TrainingRow,
} from './types';
