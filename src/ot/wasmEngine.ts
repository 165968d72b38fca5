import {
  costGradientCpu,
  groundCostCpu,
  type OtHostBatch,
  type OtSettings,
  unrolledPlanGradientCpu,
} from '../kernels';
import type { WasmPool } from '../wasm';
import type { OtEngine } from './engine';
import { centred, layOut } from './hostBatch';
import { implicitCpu } from './implicitCpu';
import { assertBalanced } from './refineOt';
import type { OtGradient } from './types';

/**
 * Solves on the CPU, float32 SIMD in workers. The implicit and unrolled gradients, which are looked at
 * rather than trained with, are computed in float64 on the calling thread.
 */
export function wasmEngine(pool: WasmPool, why: string): OtEngine {
  const engine: OtEngine = {
    kind: 'wasm',
    why,
    async solve(batch, settings, wanted = {}) {
      const layout = layOut('solve', batch, settings);
      return pool.solve(centred(batch, layout, settings), settings, wanted);
    },
    async gradients<K extends OtGradient>(
      batch: OtHostBatch,
      settings: OtSettings,
      kinds: readonly K[],
    ) {
      const found = {} as Record<K, Float32Array>;
      for (const kind of kinds)
        found[kind] =
          kind === 'plan-fixed'
            ? (await engine.solve(batch, settings, { gradient: true })).gradient!
            : await slowGradient(engine, batch, settings, kind);
      return found;
    },
    close: () => pool.close(),
  };
  return engine;
}

async function slowGradient(
  engine: OtEngine,
  batch: OtHostBatch,
  settings: OtSettings,
  kind: OtGradient,
): Promise<Float32Array> {
  const where = `gradients ${kind}`;
  if (kind === 'implicit')
    return implicitCpu(where, batch, settings, async () => {
      const { potentials } = await engine.solve(batch, settings);
      return potentials;
    });
  assertBalanced(where, settings);
  const layout = layOut('gradients', batch, settings);
  const { x, y, d, weights } = batch;
  const { eps, iterations, cost: kindOfCost = 'cosine', distortion = 0 } = settings;
  const cost = groundCostCpu({ x, y, d, layout, cost: kindOfCost, distortion });
  const problem = { cost, layout, eps, ...(weights && { weights }) };
  const dC = unrolledPlanGradientCpu({ ...problem, iterations });
  return Float32Array.from(costGradientCpu({ dC, x, y, d, layout, cost: kindOfCost }));
}
