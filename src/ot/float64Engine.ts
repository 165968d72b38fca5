import {
  fusedOtCpu,
  type OtHostBatch,
  type OtHostResult,
  type OtSettings,
  type OtWanted,
} from '../kernels';
import { layOut } from './hostBatch';
import { implicitCpu } from './implicitCpu';

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
    implicit: (batch, settings) =>
      implicitCpu('implicit', batch, settings, async () => {
        const layout = layOut('implicit', batch, settings);
        return fusedOtCpu({ ...batch, layout }, settings).potentials;
      }),
  };
}
