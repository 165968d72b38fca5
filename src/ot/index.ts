export {
  type Marginals,
  type OtHostBatch,
  type OtHostResult,
  type OtSettings,
  type OtWanted,
  raggedBatch,
  readStatus,
} from '../kernels';
export * from './align';
export { solveOt } from './solveOt';
export { solveOtCpu } from './solveOtCpu';
export type { OtGradient, OtProblem, OtProblemCpu, OtResult, OtResultCpu } from './types';
export { uniformLogWeights } from './uniformLogWeights';
export {
  inverseDocumentFrequency,
  isPunctuationPiece,
  isSpecialPiece,
  normaliseWeights,
  type PaddedTexts,
  packWeights,
  padTexts,
  type SideWeights,
  uniformWeights,
  vectorNorms,
} from './weights';
