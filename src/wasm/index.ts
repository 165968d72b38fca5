export type { Factor, Product, ProductShape } from './gemm';
export { geluBackwardWasm, geluWasm, maxSimWasm, productWasm, solveWasm } from './inThread';
export { hasWasm, usesRelaxedSimd } from './module';
export { openWasmPool, type WasmPool, type WasmPoolOptions } from './pool';
export type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';
