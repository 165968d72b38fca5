import {
  costGradientCpu,
  fusedOtCpu,
  implicitPlanGradientCpu,
  newtonStepCpu,
  type OtHostBatch,
  type OtHostResult,
  type OtSettings,
  type OtWanted,
} from '../kernels';
import { layOut } from './hostBatch';
import { assertBalanced, NEWTON_STEPS } from './refineOt';

/** The reference that the engines are measured against: float64 on the calling thread, slow. */
export interface Float64Engine {
  /** Throws what the engines' `solve` throws. Results are rounded to float32 at the end. */
  solve(batch: OtHostBatch, settings: OtSettings, wanted?: OtWanted): Promise<OtHostResult>;
  /** [M, d], exact gradient of `<P, C>` by the raw y, at the plan that Newton steps finish. */
  implicit(batch: OtHostBatch, settings: OtSettings): Promise<Float32Array>;
}

/** Opens the float64 reference; it holds nothing that would need closing. */
export function float64Engine(): Float64Engine {
  return {
    async solve(batch, settings, wanted = {}) {
      const layout = layOut('solve', batch, settings);
      const { status, potentials, gradient, plan } = fusedOtCpu({ ...batch, layout }, settings);
      return {
        status: Float32Array.from(status),
        potentials: Float32Array.from(potentials),
        ...(wanted.gradient && { gradient: Float32Array.from(gradient) }),
        ...(wanted.plan && { plan: Float32Array.from(plan) }),
      };
    },
    async implicit(batch, settings) {
      assertBalanced('implicit', settings);
      const layout = layOut('implicit', batch, settings);
      const { x, y, d, weights } = batch;
      const { eps, cost: kind = 'cosine', distortion = 0 } = settings;
      const host = { ...batch, layout };
      const { cost, potentials } = fusedOtCpu(host, settings);
      let start: ArrayLike<number> = potentials;
      const problem = { cost, layout, eps, ...(weights && { weights }) };
      for (let step = 0; step < NEWTON_STEPS; step++)
        start = newtonStepCpu({ ...problem, potentials: start });
      const last = { eps, iterations: 1, cost: kind, distortion };
      const { plan } = fusedOtCpu({ ...host, start }, last);
      const dC = implicitPlanGradientCpu({ plan, cost, layout, eps });
      return Float32Array.from(costGradientCpu({ dC, x, y, d, layout, cost: kind }));
    },
  };
}
