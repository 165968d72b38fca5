import {
  entropicBias,
  exactEmd,
  type OtEngine,
  type OtHostBatch,
  type OtSettings,
  readStatus,
} from '../ot';
import type { AlignRequest, AlignResult } from './types';

/** A plan whose marginals are off by less, in L1, counts as converged. */
const TOLERANCE = 1e-5;

/** Beyond it the exact plan would take longer than a person waits for a slider. */
const MOST_EXACT = 128;

/** Solves one pair on the given engine, and exactly on the calling thread for comparison. */
export async function alignPair(engine: OtEngine, request: AlignRequest): Promise<AlignResult> {
  const { x, y, n, m, d, epsilon, iterations, marginals, distortion = 0 } = request;
  const start = performance.now();
  const batch = { x, y, d, rowCounts: [n], columnCounts: [m] };
  const settings: OtSettings = {
    ...{ eps: epsilon, iterations, distortion, tolerance: TOLERANCE },
    ...(marginals && { marginals }),
  };
  const { plan: moved, status } = await engine.solve(batch, settings, { plan: true });
  const milliseconds = performance.now() - start;
  const plan = moved!;
  const cost = costOf(request);
  const { rowError, columnError, ...found } = readStatus(status, 0, TOLERANCE);
  const balanced = !marginals || marginals.kind === 'balanced';
  const small = Math.max(n, m) <= MOST_EXACT;
  return {
    plan,
    cost,
    mass: found.mass,
    gradient: await gradientOf(engine, batch, settings, request.gradient),
    loss: found.loss,
    exact: balanced && small ? exactly(found.loss, cost, n, m) : null,
    entropy: entropyOf(plan),
    marginalError: rowError + columnError,
    gap: found.gap,
    iterations: found.iterations,
    converged: found.converged,
    domain: found.domain,
    milliseconds,
    engine: engine.kind,
    why: engine.why,
  };
}

async function gradientOf(
  engine: OtEngine,
  batch: OtHostBatch,
  settings: OtSettings,
  kind: AlignRequest['gradient'],
): Promise<Float32Array | null> {
  if (!kind) return null;
  return (await engine.gradients(batch, settings, [kind]))[kind];
}

/** `1 - cosine` with the position prior, as the engines have it; the vectors are of unit length. */
function costOf({ x, y, n, m, d, distortion = 0 }: AlignRequest): Float32Array {
  const cost = new Float32Array(n * m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let cosine = 0;
      for (let k = 0; k < d; k++) cosine += x[i * d + k]! * y[j * d + k]!;
      const away = (i + 0.5) / n - (j + 0.5) / m;
      // A rounding error must not make a cost negative.
      cost[i * m + j] = Math.max(0, 1 - cosine) + distortion * away * away;
    }
  return cost;
}

function exactly(loss: number, cost: Float32Array, n: number, m: number): AlignResult['exact'] {
  const uniform = (count: number) => new Float64Array(count).fill(1 / count);
  const { value } = exactEmd({ cost, n, m, a: uniform(n), b: uniform(m) });
  return { cost: value, bias: entropicBias(loss, value).relative ?? null };
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
