export type { StudyInput } from './plan';
export { runStudy, type StudyWorld } from './runStudy';
export type { Level, TextEncoder } from './textStore';
