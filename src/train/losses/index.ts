export { evaluateLoss } from './evaluate';
export { lossName, parseLoss } from './names';
export {
  addBatchRegularisers,
  addOrthogonality,
  orthogonalityTargets,
} from './regularisers';
export { LOSSES } from './table';
export {
  type EvaluateLoss,
  LOSS_NAMES,
  type LossBatch,
  type LossName,
  type LossResult,
  type LossSettings,
  type LossTerm,
} from './types';
