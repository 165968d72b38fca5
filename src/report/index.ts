export { parseStudyConfig, type StudyConfigInput } from './config';
export { distilSettings, trainsEncoder } from './distilSettings';
export { languageName, methodName, showChange, showInterval, showMap } from './format';
export { renderReportHtml } from './html';
export { renderReportLatex } from './latex';
export { renderReportMarkdown } from './markdown';
export { gapsOf, groupOf, languagesOf, methodsOf, resultsOf, tasksOf } from './select';
export { taskRelevance, taskTitle } from './taskTitles';
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
  type MeasureRow,
  type MemoryReport,
  type Method,
  type RankerConfig,
  type ResultRow,
  type StudyConfig,
  type StudyEvent,
  type StudyReport,
  TASKS,
  type TaskId,
  type TaskRow,
  TIE_RULES,
  type TieRule,
  type TrainingRow,
} from './types';
