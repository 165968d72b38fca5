import type * as Ort from 'onnxruntime-web';
import type { ExecutionProvider } from './types';
import type { WasmPaths } from './wasmAssets';

/** The parts of onnxruntime that the encoder uses, set up for one provider. */
export interface Runtime {
  readonly ort: typeof Ort;
  readonly provider: ExecutionProvider;
  readonly threads: number;
}

export interface RuntimeOptions {
  readonly executionProvider: ExecutionProvider;
  /** WASM threads wanted; default as many as the machine has, at most 4. */
  readonly threads?: number;
  /** Where the runtime's files lie; `package` lets it find them itself (Node). Default: the built page. */
  readonly wasmPaths?: WasmPaths | 'package';
}

const MOST_THREADS = 4;

/** Threads need shared memory, which a page has only when it is cross-origin isolated. */
function usableThreads({ executionProvider, threads }: RuntimeOptions): number {
  if (executionProvider === 'webgpu') return 1;
  if ('window' in globalThis || 'WorkerGlobalScope' in globalThis)
    if (!globalThis.crossOriginIsolated) return 1;
  return threads ?? Math.min(MOST_THREADS, globalThis.navigator?.hardwareConcurrency ?? 1);
}

/**
 * Loads onnxruntime for one provider; the WebGPU build is fetched only when it is asked for.
 *
 * onnxruntime fixes threads and paths with its first session, so a page keeps the first choice.
 *
 * @throws RangeError if `threads` is not a positive integer.
 */
export async function loadRuntime(options: RuntimeOptions): Promise<Runtime> {
  const threads = usableThreads(options);
  if (!(Number.isInteger(threads) && threads > 0))
    throw new RangeError(`loadRuntime: threads must be a positive integer, got ${threads}`);
  const provider = options.executionProvider;
  const ort: typeof Ort =
    provider === 'webgpu'
      ? await import('onnxruntime-web/webgpu')
      : await import('onnxruntime-web/wasm');
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  if (options.wasmPaths !== 'package')
    ort.env.wasm.wasmPaths = options.wasmPaths
      ? { ...options.wasmPaths }
      : (await import('./wasmAssets')).builtWasmPaths(provider);
  return { ort, provider, threads };
}
