export { maxSimWasm, solveWasm } from './inThread';
export { hasWasm, usesRelaxedSimd } from './module';
export type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';
