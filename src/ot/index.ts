export {
  chooseFusedVariant,
  type Domain,
  type Marginals,
  type OtHostBatch,
  type OtHostResult,
  type OtSettings,
  type OtWanted,
  raggedBatch,
  readStatus,
} from '../kernels';
export * from './align';
export type { ChoiceMemory, EngineKind } from './chooseEngine';
export { type Divergence, divergence } from './divergence';
export type { OtEngine } from './engine';
export { type Float64Engine, float64Engine } from './float64Engine';
export { type GradientAngle, gradientAngle } from './gradientAngle';
export { otGradient } from './gradients';
export { type OtEngineOptions, openOtEngine } from './openOtEngine';
export { type EntropicBias, entropicBias } from './reference/entropicBias';
export { type EmdProblem, type EmdSolution, exactEmd } from './reference/exactEmd';
export { NEWTON_STEPS, refineOt } from './refineOt';
export { solveOt } from './solveOt';
export type { OtGradient, OtProblem, OtResult } from './types';
export { WarmStarts } from './warmStarts';
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
