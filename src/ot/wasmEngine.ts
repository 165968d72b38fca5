import {
  costGradientCpu,
  fusedOtCpu,
  implicitPlanGradientCpu,
  newtonStepCpu,
  type OtHostBatch,
  type OtSettings,
  unrolledPlanGradientCpu,
} from '../kernels';
import type { WasmPool } from '../wasm';
import type { OtEngine } from './engine';
import { centred, layOut } from './hostBatch';
import { assertBalanced, NEWTON_STEPS } from './refineOt';
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
  assertBalanced(`gradients ${kind}`, settings);
  const layout = layOut('gradients', batch, settings);
  const { x, y, d, weights } = batch;
  const { eps, iterations, cost: kindOfCost = 'cosine', distortion = 0 } = settings;
  const host = { x, y, d, layout, ...(weights && { weights }) };
  const once = { eps, iterations: 1, cost: kindOfCost, distortion };
  const { cost } = fusedOtCpu(host, once);
  const derivative = async () => {
    const problem = { cost, layout, eps, ...(weights && { weights }) };
    if (kind === 'unrolled') return unrolledPlanGradientCpu({ ...problem, iterations });
    let start: ArrayLike<number> = (await engine.solve(batch, settings)).potentials;
    for (let step = 0; step < NEWTON_STEPS; step++)
      start = newtonStepCpu({ ...problem, potentials: start });
    const { plan } = fusedOtCpu({ ...host, start }, once);
    return implicitPlanGradientCpu({ plan, cost, layout, eps });
  };
  const dC = await derivative();
  return Float32Array.from(costGradientCpu({ dC, x, y, d, layout, cost: kindOfCost }));
}
