export type { StudyInput } from './plan';
export { runStudy, type StudyWorld } from './runStudy';
export type { TextEncoder } from './textStore';
