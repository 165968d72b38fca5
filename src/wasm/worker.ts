import { expose, transfer } from 'comlink';
import { maxSimWasm, solveWasm } from './inThread';
import { usesRelaxedSimd } from './module';
import { ownedBuffers } from './sharing';
import type { MaxSimInput, TransportBatch, TransportSettings, TransportWanted } from './types';

const engine = {
  /** Compiles; answers whether multiply and add are fused. */
  open(): boolean {
    return usesRelaxedSimd();
  },
  solve(batch: TransportBatch, settings: TransportSettings, wanted: TransportWanted) {
    const result = solveWasm(batch, settings, wanted);
    return transfer(result, ownedBuffers(result));
  },
  maxSim(input: MaxSimInput) {
    const scores = maxSimWasm(input);
    return transfer(scores, [scores.buffer]);
  },
};

/** What a worker of the pool answers to. */
export type WorkerEngine = typeof engine;

expose(engine);
