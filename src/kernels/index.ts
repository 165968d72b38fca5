export { type AddScaledInputs, addScaled } from './addScaled';
export { type CosineCostInputs, cosineCost } from './cosineCost';
export { cosineCostCpu } from './cosineCost.cpu';
export { type GreedyPlanInputs, greedyPlan } from './greedyPlan';
export { greedyPlanCpu } from './greedyPlan.cpu';
export { type MaxSimInputs, maxSim } from './maxSim';
export { type MaxSimHost, maxSimCpu } from './maxSim.cpu';
export { type MaxSimArgmaxInputs, maxSimArgmax, NO_TOKEN } from './maxSimArgmax';
export { maxSimArgmaxCpu } from './maxSimArgmax.cpu';
export { type MaxSimBackwardOutputs, maxSimBackward } from './maxSimBackward';
export { maxSimBackwardDocument } from './maxSimBackwardDocument';
export { maxSimBackwardDocumentCpu } from './maxSimBackwardDocument.cpu';
export { type MaxSimBackwardInputs, maxSimBackwardQuery } from './maxSimBackwardQuery';
export { maxSimBackwardQueryCpu } from './maxSimBackwardQuery.cpu';
export type { MaxSimTexts } from './maxSimTexts';
export {
  type MeanPoolMseInputs,
  type MeanPoolMseOutputs,
  meanPoolMse,
} from './meanPoolMse';
export { type MeanPoolMseHost, meanPoolMseCpu } from './meanPoolMse.cpu';
export { type PlanGradientInputs, planGradient } from './planGradient';
export { type PlanGradientHost, planGradientCpu } from './planGradient.cpu';
export { type RaggedBatch, type RaggedLayout, ROW_TILE, raggedBatch, raggedLayout } from './ragged';
export { type RankCountInputs, rankCount } from './rankCount';
export { type RankCountHost, rankCountCpu } from './rankCount.cpu';
export {
  LOG_ZERO,
  type SinkhornLogInputs,
  type SinkhornLogOutputs,
  sinkhornLog,
} from './sinkhornLog';
export { type SinkhornLogHost, type SinkhornLogResult, sinkhornLogCpu } from './sinkhornLog.cpu';
export { assertSinkhornSettings, type SinkhornSettings } from './sinkhornSettings';
export { type SupervisedContrastiveInputs, supervisedContrastive } from './supervisedContrastive';
export {
  type SupervisedContrastiveHost,
  supervisedContrastiveCpu,
  supervisedContrastiveGradCpu,
} from './supervisedContrastive.cpu';
export { type PlanAndLoss, type TransportPlanInputs, transportPlan } from './transportPlan';
export { type TransportPlanHost, transportPlanCpu } from './transportPlan.cpu';
