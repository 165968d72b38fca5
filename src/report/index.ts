export { parseStudyConfig, type StudyConfigInput } from './config';
export {
  type CollapseRow,
  type CurvePoint,
  type DifferenceRow,
  type GapLabel,
  type GapRow,
  type LanguageGroups,
  METHODS,
  type Method,
  type ResultRow,
  type StudyConfig,
  type StudyEvent,
  type StudyReport,
  TASKS,
  type TaskId,
} from './types';
