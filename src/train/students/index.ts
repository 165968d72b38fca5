export { makeStudent, snapshotStudent } from './makeStudent';
export {
  assertFits,
  type MemoryLimits,
  type MemoryNeed,
  type MemoryPlan,
  type MemoryRequest,
  memoryNeed,
  planMemory,
} from './memory';
export { projectTexts } from './project';
export { parseStudentSpec, readsLayer, STUDENT_NAMES, studentName } from './spec';
export { keptOffsets } from './texts';
export type {
  MakeStudent,
  StudentInput,
  StudentModel,
  StudentOptions,
  StudentSnapshot,
  StudentSpec,
  StudentTexts,
  Teacher,
} from './types';
