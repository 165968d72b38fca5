import type { Gpu } from '../gpu';
import { float64Engine, type OtEngine, openOtEngine } from '../ot';
import type { BenchEngine } from './otBench';

export const ENGINES = ['gpu', 'wasm', 'float64'] as const;
export type EngineName = (typeof ENGINES)[number];

export interface BenchEngines {
  readonly engines: readonly BenchEngine[];
  /** What reference gradients after equal iterations come from. */
  readonly float64: BenchEngine;
  close(): void;
}

/**
 * Opens the engines asked for.
 *
 * @throws what `openOtEngine` throws.
 */
export async function openBenchEngines(
  names: readonly EngineName[],
  gpu: Gpu | undefined,
): Promise<BenchEngines> {
  const float64: BenchEngine = { name: 'float64', ...float64Engine() };
  const opened: OtEngine[] = [];
  const engines: BenchEngine[] = [];
  for (const name of names) {
    if (name === 'float64') {
      engines.push(float64);
      continue;
    }
    const prefer = name === 'gpu' ? 'wgsl' : 'wasm';
    const engine = await openOtEngine({ gpu, prefer });
    opened.push(engine);
    engines.push(named(name === 'gpu' ? 'WebGPU' : 'WASM', engine));
  }
  return { engines, float64, close: () => opened.forEach((engine) => void engine.close()) };
}

function named(name: string, engine: OtEngine): BenchEngine {
  return {
    name,
    solve: (batch, settings, wanted) => engine.solve(batch, settings, wanted),
    implicit: async (batch, settings) =>
      (await engine.gradients(batch, settings, ['implicit'])).implicit,
  };
}
