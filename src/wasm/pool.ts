import { closeInThread, maxSimWasm, solveWasm } from './inThread';
import { checkOffsets } from './maxSimIn';
import { Peer } from './peer';
import {
  batchShares,
  cutShares,
  documentCosts,
  documentShare,
  problemCosts,
  worthwhile,
} from './shares';
import { checkedTotals, emptyResult } from './solver';
import type {
  MaxSimInput,
  TransportBatch,
  TransportResult,
  TransportSettings,
  TransportWanted,
} from './types';

const MOST_THREADS = 4;

// What a share has to be worth before it is handed to another thread, about 3 ms of work: 47 million n m
// (d + iterations) took 13 ms, 4.3 billion multiplications of MaxSim 240 ms.
const LEAST_TRANSPORT = 1e7;
const LEAST_MAX_SIM = 5e7;

export interface WasmPoolOptions {
  /** Threads in all, the caller's own among them; default as many as the machine has, at most 4. */
  readonly threads?: number;
}

/**
 * Opens the CPU engine on `threads` threads: the caller's and workers. Where there are no workers (Node) the
 * caller's thread does everything. Results do not depend on the number of threads.
 *
 * @throws RangeError if `threads` is not a positive whole number.
 * @throws Error if a worker cannot be loaded.
 */
export async function openWasmPool(options: WasmPoolOptions = {}): Promise<WasmPool> {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  const threads = options.threads ?? Math.min(MOST_THREADS, cores);
  if (!(Number.isInteger(threads) && threads >= 1))
    throw new RangeError(`openWasmPool: threads must be a whole number >= 1, got ${threads}`);
  const count = typeof Worker === 'function' ? threads - 1 : 0;
  const peers = Array.from({ length: count }, () => new Peer());
  try {
    await Promise.all(peers.map((peer) => peer.open()));
  } catch (cause) {
    for (const peer of peers) peer.close();
    throw cause;
  }
  return new WasmPool(peers);
}

/** Threads that solve transport problems and score MaxSim; `close` ends them. */
export class WasmPool {
  private open = true;

  constructor(private readonly peers: readonly Peer[]) {}

  /** Threads at work, the caller's among them. */
  get threads(): number {
    return this.peers.length + 1;
  }

  /**
   * Solves a batch; see `OtHostResult` for the answer. Problems are cut into a share per thread, the caller's
   * thread computes the first.
   *
   * @throws RangeError where `solveWasm` does.
   * @throws Error if a worker crashes or the pool is closed.
   */
  async solve(
    batch: TransportBatch,
    settings: TransportSettings,
    wanted: TransportWanted = {},
  ): Promise<TransportResult> {
    this.assertOpen();
    const totals = checkedTotals(batch);
    const costs = problemCosts(batch, settings.iterations);
    const count = worthwhile(costs, LEAST_TRANSPORT, this.threads);
    const [own, ...others] = batchShares(batch, cutShares(costs, count));
    const result = emptyResult(totals, batch, wanted);
    if (!own) return result;
    const answers = others.map((part, at) => this.peers[at]!.solve(part.batch, settings, wanted));
    const parts = await this.together(() => solveWasm(own.batch, settings, wanted), answers);
    [own, ...others].forEach(({ place, share }, at) => {
      const { status, potentials, gradient, plan } = parts[at]!;
      result.status.set(status, (share.first * result.status.length) / batch.rowCounts.length);
      result.potentials.set(potentials, place.row + place.column);
      if (gradient) result.gradient?.set(gradient, place.column * batch.d);
      if (plan) result.plan?.set(plan, place.entry);
    });
    return result;
  }

  /**
   * Scores [Q, D] of `maxSimWasm`; documents are cut into a share per thread.
   *
   * @throws RangeError where `maxSimWasm` does.
   * @throws Error if a worker crashes or the pool is closed.
   */
  async maxSim(input: MaxSimInput): Promise<Float32Array<ArrayBuffer>> {
    this.assertOpen();
    checkOffsets('queryOffsets', input.queryOffsets, input.queries.length / input.d);
    checkOffsets('documentOffsets', input.documentOffsets, input.documents.length / input.d);
    const [Q, D] = [input.queryOffsets.length - 1, input.documentOffsets.length - 1];
    const scores = new Float32Array(Q * D);
    const costs = documentCosts(input);
    const shares = cutShares(costs, worthwhile(costs, LEAST_MAX_SIM, this.threads));
    const [own, ...others] = shares.map((share) => documentShare(input, share));
    if (!own) return scores;
    const answers = others.map((part, at) => this.peers[at]!.maxSim(part));
    const parts = await this.together(() => maxSimWasm(own), answers);
    shares.forEach(({ first, last }, at) => {
      for (let q = 0; q < Q; q++)
        scores.set(
          parts[at]!.subarray(q * (last - first), (q + 1) * (last - first)),
          q * D + first,
        );
    });
    return scores;
  }

  /** Ends the workers and frees all memory; calls under way reject. */
  close(): void {
    this.open = false;
    for (const peer of this.peers) peer.close();
    closeInThread();
  }

  // The workers were asked first; what they answer is awaited even where the caller's own share throws.
  private async together<T>(own: () => T, answers: Promise<T>[]): Promise<T[]> {
    const all = Promise.all(answers);
    all.catch(() => undefined);
    return [own(), ...(await all)];
  }

  private assertOpen(): void {
    if (!this.open) throw new Error('the pool of WebAssembly workers was closed');
  }
}
