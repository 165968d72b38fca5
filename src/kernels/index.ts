export { type AddScaledInputs, addScaled } from './addScaled';
export { ROW_TILE, type RaggedBatch, type RaggedLayout, raggedBatch, raggedLayout } from './ragged';
