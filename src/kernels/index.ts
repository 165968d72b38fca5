export { type AdamInputs, adam } from './adam';
export { type AdamSettings, type AdamState, adamCpu } from './adam.cpu';
export { type AddIntoInputs, addInto } from './addInto';
export { addIntoCpu } from './addInto.cpu';
export { type AddScaledInputs, addScaled } from './addScaled';
export { addScaledCpu } from './addScaled.cpu';
export { type AttentionInputs, attention } from './attention';
export { type AttentionHost, attentionCpu } from './attention.cpu';
export { type AttentionBackwardInputs, attentionBackward } from './attentionBackward';
export { type AttentionBackwardHost, attentionBackwardCpu } from './attentionBackward.cpu';
export { type AttentionTensors, MAX_HEAD_WIDTH } from './attentionShape';
export { type ChunkLimits, chunkBatches } from './chunkBatches';
export {
  type ColumnEntropyInputs,
  type ColumnEntropyOutputs,
  columnEntropy,
} from './columnEntropy';
export { columnEntropyCpu } from './columnEntropy.cpu';
export { type ColumnSumInputs, columnSum } from './columnSum';
export { columnSumCpu } from './columnSum.cpu';
export { type CostGradientInputs, costGradient } from './costGradient';
export { type CostGradientHost, costGradientCpu } from './costGradient.cpu';
export { type DropoutInputs, dropout } from './dropout';
export { dropoutCpu } from './dropout.cpu';
export {
  attentionDropoutIndex,
  DROPOUT_KEYS,
  dropoutKeeps,
  dropoutStream,
  dropoutThreshold,
  mix32,
} from './dropoutHash';
export { fill } from './fill';
export { fillCpu } from './fill.cpu';
export type { Floats } from './floats';
export {
  type FusedOtInputs,
  type FusedOtOutputs,
  type FusedOtSettings,
  fusedFits,
  fusedOt,
  MAX_FUSED,
} from './fusedOt';
export { type FusedOtCpuResult, type FusedOtHost, fusedOtCpu } from './fusedOt.cpu';
export { fusedOtRegister } from './fusedOtRegister';
export {
  chooseFusedVariant,
  type FusedVariant,
  fusedSolver,
  fusedVariant,
  type VariantMemory,
} from './fusedVariants';
export { type GatherRowsInputs, gatherRows } from './gatherRows';
export { gatherRowsCpu } from './gatherRows.cpu';
export { type GeluBackwardInputs, geluBackward } from './geluBackward';
export { geluBackwardCpu } from './geluBackward.cpu';
export { type GeluResidualInputs, geluResidual } from './geluResidual';
export { geluResidualCpu, normalCdf } from './geluResidual.cpu';
export { type GreedyPlanInputs, greedyPlan } from './greedyPlan';
export { greedyPlanCpu } from './greedyPlan.cpu';
export { GROUND_COSTS, type GroundCostInputs, groundCost } from './groundCost';
export { type GroundCostHost, groundCostCpu } from './groundCost.cpu';
export { type ImplicitPlanGradientInputs, implicitPlanGradient } from './implicitPlanGradient';
export { type ImplicitPlanGradientHost, implicitPlanGradientCpu } from './implicitPlanGradient.cpu';
export {
  type LargeOtOutputs,
  type LargeOtProblem,
  type LargeOtSettings,
  largeOt,
  MAX_LARGE,
} from './largeOt';
export { prepareLargeOt } from './largeOtWork';
export { type LayerNormInputs, layerNorm } from './layerNorm';
export { type LayerNormCpu, layerNormCpu } from './layerNorm.cpu';
export { type LayerNormAffineInputs, layerNormAffine } from './layerNormAffine';
export { layerNormAffineCpu } from './layerNormAffine.cpu';
export { type LayerNormBackwardInputs, layerNormBackward } from './layerNormBackward';
export { layerNormBackwardCpu } from './layerNormBackward.cpu';
export { type LinearInputs, linear } from './linear';
export { linearCpu } from './linear.cpu';
export { type LinearBackwardInputInputs, linearBackwardInput } from './linearBackwardInput';
export { linearBackwardInputCpu } from './linearBackwardInput.cpu';
export { type LinearBackwardWeightInputs, linearBackwardWeight } from './linearBackwardWeight';
export { linearBackwardWeightCpu } from './linearBackwardWeight.cpu';
export { type MarginMseInputs, marginMse } from './marginMse';
export { marginMseCpu } from './marginMse.cpu';
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
export { type NewtonStepInputs, newtonStep } from './newtonStep';
export { type NewtonStepHost, newtonStepCpu } from './newtonStep.cpu';
export * from './otProblem';
export { packHalf } from './packHalf';
export { packHalfCpu } from './packHalf.cpu';
export { type PlanGradientInputs, planGradient } from './planGradient';
export { type PlanGradientHost, planGradientCpu } from './planGradient.cpu';
export { type PlanLossInputs, planLoss } from './planLoss';
export { planLossCpu } from './planLoss.cpu';
export {
  problemAt,
  type RaggedBatch,
  type RaggedLayout,
  ROW_TILE,
  raggedBatch,
  raggedLayout,
} from './ragged';
export { type RankCountInputs, rankCount } from './rankCount';
export { type RankCountHost, rankCountCpu } from './rankCount.cpu';
export {
  type ScatterAddRowsInputs,
  type ScatterPlan,
  scatterAddRows,
  scatterPlan,
} from './scatterAddRows';
export { scatterAddRowsCpu } from './scatterAddRows.cpu';
export { type ScatterRowsInputs, scatterRows } from './scatterRows';
export { type ScoreKlInputs, scoreKl } from './scoreKl';
export { scoreKlCpu } from './scoreKl.cpu';
export {
  SUM_SQUARES_PARTS,
  type SumSquaresInputs,
  sumSquares,
  sumSquaresOfAll,
} from './sumSquares';
export { sumSquaresCpu } from './sumSquares.cpu';
export { type SupervisedContrastiveInputs, supervisedContrastive } from './supervisedContrastive';
export {
  type SupervisedContrastiveHost,
  supervisedContrastiveCpu,
  supervisedContrastiveGradCpu,
} from './supervisedContrastive.cpu';
export { type UnitNormaliseInputs, unitNormalise } from './unitNormalise';
export { unitNormaliseCpu } from './unitNormalise.cpu';
export { type UnitNormaliseBackwardInputs, unitNormaliseBackward } from './unitNormaliseBackward';
export { unitNormaliseBackwardCpu } from './unitNormaliseBackward.cpu';
export { type UnrolledPlanGradientInputs, unrolledPlanGradient } from './unrolledPlanGradient';
export { type UnrolledPlanGradientHost, unrolledPlanGradientCpu } from './unrolledPlanGradient.cpu';
export { fitsHalves, type WeightTensor } from './weightStorage';
