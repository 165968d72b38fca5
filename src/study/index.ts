export type { OpenCheckpoints } from './checkpoints';
export type { CollectionInput, RunToRerank } from './collection';
export { estimateStudy, type StudyEstimate } from './estimate';
export { IMPORTED, type ImportedStudent, type StudentPiece } from './exchange';
export type { StudyMemory } from './memory';
export type { QueryTranslations, StudyInput } from './plan';
export { runStudy, type StudyWorld } from './runStudy';
export type { Level, TextEncoder } from './textStore';
