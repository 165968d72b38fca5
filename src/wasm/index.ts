export { maxSimWasm, solveWasm } from './inThread';
export { hasWasm, usesRelaxedSimd } from './module';
export { openWasmPool, type WasmPool, type WasmPoolOptions } from './pool';
export type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';
