export { DivergedError } from './best';
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
export { type DistilProblem, type DistilResult, type DistilSettings, distil } from './distil';
export { LOSSES, type LossName } from './losses';
export {
  headTokens,
  loadHead,
  studentTokens,
  type UnitTokens,
  unitTokens,
} from './projection';
export { type RankerProblem, type RankerSettings, trainRanker } from './ranker';
export { Student, type StudentWeights } from './student';
export {
  keptOffsets,
  makeStudent,
  parseStudentSpec,
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
export { TrainingRun } from './trainer/run';
export type { TrainingState } from './trainer/state';
export { trainStudent } from './trainer/trainStudent';
export type {
  BitextTexts,
  CurveRow,
  DevEvaluation,
  // The old trainer's problem has the name until the study no longer uses it.
  DistilProblem as StudentProblem,
  Regularisers,
  RunEnd,
  TrainedStudent,
  TrainHooks,
  TrainSettings,
} from './types';
