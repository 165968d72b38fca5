import {
  costGradientCpu,
  fusedOtCpu,
  implicitPlanGradientCpu,
  newtonStepCpu,
  type OtHostBatch,
  type OtSettings,
} from '../kernels';
import { layOut } from './hostBatch';
import { assertBalanced, NEWTON_STEPS } from './refineOt';

/**
 * The implicit gradient in float64: Newton steps from given potentials, one iteration, the derivative by the
 * cost, pulled back to y.
 *
 * @param solve gives potentials to start from, packed as in `OtHostResult`.
 * @returns `[M, d]`, of the sum over problems by the raw y.
 * @throws RangeError if the marginals are not balanced, and what `layOut` throws.
 */
export async function implicitCpu(
  where: string,
  batch: OtHostBatch,
  settings: OtSettings,
  solve: () => Promise<ArrayLike<number>>,
): Promise<Float32Array> {
  assertBalanced(where, settings);
  const layout = layOut(where, batch, settings);
  const { x, y, d, weights } = batch;
  const { eps, cost: kind = 'cosine', distortion = 0 } = settings;
  const once = { eps, iterations: 1, cost: kind, distortion };
  const { cost } = fusedOtCpu({ ...batch, layout }, once);
  const problem = { cost, layout, eps, ...(weights && { weights }) };
  let start = await solve();
  for (let step = 0; step < NEWTON_STEPS; step++)
    start = newtonStepCpu({ ...problem, potentials: start });
  const { plan } = fusedOtCpu({ ...batch, layout, start }, once);
  const dC = implicitPlanGradientCpu({ plan, cost, layout, eps });
  return Float32Array.from(costGradientCpu({ dC, x, y, d, layout, cost: kind }));
}
