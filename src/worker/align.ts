import type { Gpu } from '../gpu';
import { raggedBatch, readStatus, similarity, solveOt, solveOtCpu } from '../ot';
import type { AlignRequest, AlignResult } from './types';

/** A plan whose marginals are off by less, in L1, counts as converged. */
const TOLERANCE = 1e-5;

/** Solves on the CPU in float64: the path before a device is ready and where there is none. */
export function alignOnCpu(request: AlignRequest): AlignResult {
  const { x, y, n, m, d, epsilon, iterations } = request;
  const start = performance.now();
  const result = solveOtCpu({ x, y, n, m, d }, { eps: epsilon, iterations, tolerance: TOLERANCE });
  return {
    plan: Float32Array.from(result.plan),
    cost: Float32Array.from(result.cost),
    loss: result.loss,
    entropy: entropyOf(result.plan),
    marginalError: result.marginalError,
    iterations: result.iterations,
    converged: result.converged,
    milliseconds: performance.now() - start,
    where: 'cpu',
  };
}

/** Entropy of a plan in nats, `-sum P log P`. */
function entropyOf(plan: ArrayLike<number>): number {
  let entropy = 0;
  for (let k = 0; k < plan.length; k++) {
    const mass = plan[k]!;
    if (mass > 0) entropy -= mass * Math.log(mass);
  }
  return entropy;
}

/** Solves on the device. */
export async function alignOnGpu(gpu: Gpu, request: AlignRequest): Promise<AlignResult> {
  const { n, m, d, epsilon, iterations } = request;
  const start = performance.now();
  using scope = gpu.scope();
  const x = scope.upload(request.x, [n, d], 'align.x');
  const y = scope.upload(request.y, [m, d], 'align.y');
  const batch = raggedBatch(scope, [n], [m]);
  const settings = { eps: epsilon, iterations, tolerance: TOLERANCE };
  const result = solveOt(scope, { x, y, batch }, settings, { plan: true });
  const [plan, status] = await Promise.all([
    scope.download(result.plan!),
    scope.download(result.status),
  ]);
  const {
    loss,
    rowError,
    columnError,
    iterations: used,
    converged,
  } = readStatus(status, 0, TOLERANCE);
  return {
    plan,
    cost: Float32Array.from(similarity(request.x, request.y, d), (alike) => 2 - 2 * alike),
    loss,
    entropy: entropyOf(plan),
    marginalError: rowError + columnError,
    iterations: used,
    converged,
    milliseconds: performance.now() - start,
    where: 'gpu',
  };
}
