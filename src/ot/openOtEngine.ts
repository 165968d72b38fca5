import type { Gpu } from '../gpu';
import { hasWasm, openWasmPool } from '../wasm';
import { type ChoiceMemory, chooseEngine, type EngineKind, PROBE } from './chooseEngine';
import type { OtEngine } from './engine';
import { wasmEngine } from './wasmEngine';
import { wgslEngine } from './wgslEngine';

export interface OtEngineOptions {
  /** The open device; without one the CPU solves. */
  readonly gpu?: Gpu | undefined;
  /** CPU workers; default one per core, at most 4. */
  readonly threads?: number;
  /** `auto` (default) chooses by `chooseEngine`. */
  readonly prefer?: 'auto' | EngineKind;
  /** Where measured choices are remembered. */
  readonly memory?: ChoiceMemory;
}

/**
 * Opens the engine that host batches are best solved with on this machine; `why` says which and why.
 *
 * @throws Error if `prefer` is `wgsl` and there is no device, or WebAssembly SIMD is missing.
 */
export async function openOtEngine(options: OtEngineOptions = {}): Promise<OtEngine> {
  const { gpu, threads, prefer = 'auto', memory } = options;
  const open = async (kind: EngineKind, why: string): Promise<OtEngine> => {
    if (kind === 'wgsl') {
      if (!gpu) throw new Error('The WGSL engine needs a WebGPU device, and there is none.');
      return wgslEngine(gpu, why);
    }
    return wasmEngine(await openWasmPool(threads === undefined ? {} : { threads }), why);
  };
  if (prefer !== 'auto') return open(prefer, 'asked for');
  if (gpu && !hasWasm()) return open('wgsl', 'this browser has no WebAssembly SIMD');
  const { kind, why } = await chooseEngine(
    gpu?.adapter,
    async (candidate) => {
      const engine = await open(candidate, '');
      try {
        return await timeProbe(engine);
      } finally {
        engine.close();
      }
    },
    memory,
  );
  return open(kind, why);
}

/** The second of two runs: the first compiles. */
async function timeProbe(engine: OtEngine): Promise<number> {
  let milliseconds = 0;
  for (let run = 0; run < 2; run++) {
    const start = performance.now();
    await engine.solve(PROBE.batch, PROBE.settings, { plan: true });
    milliseconds = performance.now() - start;
  }
  return milliseconds;
}
