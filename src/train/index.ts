export { DivergedError } from './best';
export {
  CheckpointStore,
  type LoadedCheckpoint,
  type Slot,
  type SlotStorage,
} from './checkpoint/store';
export { applyMap, type FoldedHead, foldHead } from './closedForm/affine';
export { fitMap } from './closedForm/fitMap';
export {
  type AffineMap,
  CLOSED_FORM_DEFAULTS,
  CLOSED_FORMS,
  type ClosedForm,
  type ClosedFormSettings,
  type MapProblem,
} from './closedForm/types';
export {
  LOSS_NAMES,
  type LossName,
  type LossSettings,
  type LossTerm,
  lossName,
  parseLoss,
} from './losses';
export { type MergedStudent, mergeStudent } from './mergeStudent';
export { type ImportedHead, identityHead, importHead, readHead } from './ranker/importedHead';
export type { RankerLoss } from './ranker/scoreLoss';
export { type RankerProblem, type RankerSettings, trainRanker } from './ranker/trainRanker';
export {
  keptOffsets,
  type MemoryLimits,
  type MemoryNeed,
  type MemoryPlan,
  type MemoryRequest,
  makeStudent,
  memoryNeed,
  parseStudentSpec,
  planMemory,
  projectTexts,
  readsLayer,
  STUDENT_NAMES,
  type StudentModel,
  type StudentOptions,
  type StudentSnapshot,
  type StudentSpec,
  type StudentTexts,
  snapshotStudent,
  studentName,
  type Teacher,
} from './students';
export { standardise, type TokenSet } from './tokens';
export { runFingerprint } from './trainer/fingerprint';
export { TrainingRun } from './trainer/run';
export type { TrainingState } from './trainer/state';
export { trainStudent } from './trainer/trainStudent';
export type {
  BitextTexts,
  CurveRow,
  DevEvaluation,
  DistilProblem,
  Pace,
  PausedStep,
  Regularisers,
  RunEnd,
  TrainedStudent,
  TrainHooks,
  TrainSettings,
} from './types';
