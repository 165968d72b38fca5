export type { AdamInput, AdamRates } from './adam';
export { type AttentionInput, attentionFits } from './attention';
export type { Factor, Product, ProductShape } from './gemm';
export {
  adamWasm,
  attentionBackwardWasm,
  attentionWasm,
  geluBackwardWasm,
  geluWasm,
  maxSimWasm,
  productWasm,
  solveWasm,
} from './inThread';
export { hasWasm, usesRelaxedSimd } from './module';
export { openWasmPool, type WasmPool, type WasmPoolOptions } from './pool';
export type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';
