import { type Remote, releaseProxy, transfer, wrap } from 'comlink';
import { detachable, ownedBuffers } from './sharing';
import type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';
import type { WorkerEngine } from './worker';

/** One worker of the pool. Every call rejects once the worker has crashed or was closed. */
export class Peer {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private readonly remote: Remote<WorkerEngine> = wrap<WorkerEngine>(this.worker);
  private stop: (reason: Error) => void = () => undefined;
  private readonly stopped = new Promise<never>((_, reject) => {
    this.stop = reject;
  });

  constructor() {
    this.stopped.catch(() => undefined); // nobody may be waiting when it happens
    this.worker.addEventListener('error', ({ message }) => {
      this.stop(new Error(`a WebAssembly worker crashed: ${message || 'it could not be loaded'}`));
    });
    this.worker.addEventListener('messageerror', () => {
      this.stop(new Error('a WebAssembly worker got a message that it could not read'));
    });
  }

  open(): Promise<boolean> {
    return this.alive(this.remote.open());
  }

  solve(
    batch: TransportBatch,
    settings: TransportSettings,
    wanted: TransportWanted,
  ): Promise<TransportResult> {
    return this.alive(this.remote.solve(handOver(batch), settings, wanted));
  }

  maxSim(input: MaxSimInput): Promise<Float32Array> {
    return this.alive(this.remote.maxSim(handOver(input)));
  }

  close(): void {
    this.stop(new Error('the pool of WebAssembly workers was closed'));
    this.remote[releaseProxy]();
    this.worker.terminate();
  }

  private alive<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.stopped]);
  }
}

function handOver<T extends object>(values: T): T {
  const copies = detachable(values);
  return transfer(copies, ownedBuffers(copies));
}
