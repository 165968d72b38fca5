import type { Gpu } from '../src/gpu';
import { maxSim, type OtSettings, raggedBatch } from '../src/kernels';
import { solveOt } from '../src/ot';
import type { WasmPool } from '../src/wasm';
import type { MaxSimWorkload, TransportWorkload } from './workload';

/** Solves one transport workload whose inputs lie where the engine reads them. */
export interface TransportRun {
  /** Plan-fixed gradients are computed, too; the status rows come to the host. */
  run(settings: OtSettings): Promise<Float32Array>;
  /** The same after x and y were handed over anew. */
  uploadAndRun(settings: OtSettings): Promise<Float32Array>;
  /** [M, d], of the last run. */
  gradient(): Promise<Float32Array>;
}

/** An engine with the inputs of every workload seen so far; `name` is what they are remembered by. */
export interface Runner {
  readonly backend: 'gpu' | 'cpu';
  /** Resolves once the device has nothing left to do. */
  idle(): Promise<void>;
  transport(name: string, workload: TransportWorkload): Promise<TransportRun>;
  /** Mean scores [Q, D], on the host. */
  maxSim(name: string, workload: MaxSimWorkload): Promise<{ run(): Promise<Float32Array> }>;
}

/** The WGSL engine; buffers live as long as the page. */
export function wgslRunner(gpu: Gpu): Runner {
  const scope = gpu.scope();
  const idle = () => gpu.device.queue.onSubmittedWorkDone();
  return {
    backend: 'gpu',
    idle,
    transport: remember(({ x, y, d, rowCounts, columnCounts }: TransportWorkload) => {
      const batch = raggedBatch(scope, rowCounts, columnCounts);
      const problem = {
        x: scope.upload(x, [batch.rows, d], 'contender.x'),
        y: scope.upload(y, [batch.columns, d], 'contender.y'),
        batch,
      };
      let out: ReturnType<typeof solveOt> | undefined;
      const run = (settings: OtSettings) => {
        out = solveOt(scope, problem, settings, { gradient: true }, out);
        return scope.download(out.status);
      };
      return {
        run,
        uploadAndRun(settings) {
          scope.write(problem.x, x);
          scope.write(problem.y, y);
          return run(settings);
        },
        gradient: () => scope.download(out!.gradient!),
      } satisfies TransportRun;
    }),
    maxSim: remember((workload: MaxSimWorkload) => {
      const { queries, documents, queryLength, documentLength, Q, D, d } = workload;
      const offsets = (texts: number, length: number) =>
        scope.uploadU32(everyText(texts, length), [texts + 1], 'contender.offsets');
      const texts = {
        queries: scope.upload(queries, [Q * queryLength, d], 'contender.queries'),
        queryOffsets: offsets(Q, queryLength),
        documents: scope.upload(documents, [D * documentLength, d], 'contender.documents'),
        documentOffsets: offsets(D, documentLength),
      };
      const out = scope.empty([Q, D], 'contender.scores');
      return { run: () => scope.download(maxSim(scope, { ...texts, out })) };
    }),
  };
}

/** The WASM engine; resident inputs lie in memory that all workers see, where the page is isolated. */
export function wasmRunner(pool: WasmPool): Runner {
  return {
    backend: 'cpu',
    idle: async () => {},
    transport: remember((workload: TransportWorkload) => {
      const resident = { ...workload, x: shared(workload.x), y: shared(workload.y) };
      let gradient = new Float32Array();
      const solve = async (batch: typeof resident, settings: OtSettings) => {
        const result = await pool.solve(batch, settings, { gradient: true });
        gradient = result.gradient!;
        return result.status;
      };
      return {
        run: (settings) => solve(resident, settings),
        uploadAndRun: (settings) => solve(workload, settings),
        gradient: async () => gradient,
      } satisfies TransportRun;
    }),
    maxSim: remember(({ queries, documents, queryLength, documentLength, Q, D, d }) => {
      const input = {
        d,
        queries: shared(queries),
        queryOffsets: everyText(Q, queryLength),
        documents: shared(documents),
        documentOffsets: everyText(D, documentLength),
      };
      return { run: () => pool.maxSim(input) };
    }),
  };
}

/** A function that makes one value per name and gives that again. */
function remember<W, T>(make: (workload: W) => T): (name: string, workload: W) => Promise<T> {
  const known = new Map<string, T>();
  return async (name, workload) => {
    const value = known.get(name) ?? make(workload);
    known.set(name, value);
    return value;
  };
}

function shared(values: Float32Array): Float32Array {
  if (!globalThis.crossOriginIsolated) return values;
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function everyText(texts: number, length: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: texts + 1 }, (_, t) => t * length);
}
