export { DivergedError } from './best';
export { type DistilProblem, type DistilResult, type DistilSettings, distil } from './distil';
export { LOSSES, type LossName } from './losses';
export { meanVector, shiftTokens } from './meanShift';
export {
  headTokens,
  loadHead,
  studentTokens,
  type UnitTokens,
  unitTokens,
} from './projection';
export { type RankerProblem, type RankerSettings, trainRanker } from './ranker';
export { Student, type StudentWeights } from './student';
export { makeStudent, snapshotStudent } from './students/makeStudent';
export { projectTexts } from './students/project';
export { parseStudentSpec, readsLayer, STUDENT_NAMES, studentName } from './students/spec';
export { keptOffsets } from './students/texts';
export type {
  StudentModel,
  StudentOptions,
  StudentSnapshot,
  StudentSpec,
  StudentTexts,
  Teacher,
} from './students/types';
export { standardise, type TokenSet } from './tokens';
