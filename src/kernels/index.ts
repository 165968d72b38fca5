export { type AddScaledInputs, addScaled } from './addScaled';
export { type CosineCostInputs, cosineCost } from './cosineCost';
export { cosineCostCpu } from './cosineCost.cpu';
export { type GreedyPlanInputs, greedyPlan } from './greedyPlan';
export { greedyPlanCpu } from './greedyPlan.cpu';
export {
  type MeanPoolMseInputs,
  type MeanPoolMseOutputs,
  meanPoolMse,
} from './meanPoolMse';
export { type MeanPoolMseHost, meanPoolMseCpu } from './meanPoolMse.cpu';
export { type PlanGradientInputs, planGradient } from './planGradient';
export { type PlanGradientHost, planGradientCpu } from './planGradient.cpu';
export { type RaggedBatch, type RaggedLayout, ROW_TILE, raggedBatch, raggedLayout } from './ragged';
export {
  LOG_ZERO,
  type SinkhornLogInputs,
  type SinkhornLogOutputs,
  sinkhornLog,
} from './sinkhornLog';
export { type SinkhornLogHost, type SinkhornLogResult, sinkhornLogCpu } from './sinkhornLog.cpu';
export { assertSinkhornSettings, type SinkhornSettings } from './sinkhornSettings';
export { type PlanAndLoss, type TransportPlanInputs, transportPlan } from './transportPlan';
export { type TransportPlanHost, transportPlanCpu } from './transportPlan.cpu';
