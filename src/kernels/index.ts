export { type AddScaledInputs, addScaled } from './addScaled';
export { type CosineCostInputs, cosineCost } from './cosineCost';
export { cosineCostCpu } from './cosineCost.cpu';
export { type RaggedBatch, type RaggedLayout, ROW_TILE, raggedBatch, raggedLayout } from './ragged';
