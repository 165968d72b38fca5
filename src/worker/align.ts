import { entropicBias, exactEmd, type OtEngine, readStatus, similarity } from '../ot';
import type { AlignRequest, AlignResult } from './types';

/** A plan whose marginals are off by less, in L1, counts as converged. */
const TOLERANCE = 1e-5;

/** Beyond it the exact plan would take longer than a person waits for a slider. */
const MOST_EXACT = 128;

/** Solves one pair on the given engine, and exactly on the calling thread for comparison. */
export async function alignPair(engine: OtEngine, request: AlignRequest): Promise<AlignResult> {
  const { x, y, n, m, d, epsilon, iterations } = request;
  const start = performance.now();
  const batch = { x, y, d, rowCounts: [n], columnCounts: [m] };
  const settings = { eps: epsilon, iterations, tolerance: TOLERANCE };
  const { plan: moved, status } = await engine.solve(batch, settings, { plan: true });
  const milliseconds = performance.now() - start;
  const plan = moved!;
  const cost = Float32Array.from(similarity(x, y, d), (alike) => 2 - 2 * alike);
  const { rowError, columnError, ...found } = readStatus(status, 0, TOLERANCE);
  return {
    plan,
    cost,
    loss: found.loss,
    exact: Math.max(n, m) <= MOST_EXACT ? exactly(found.loss, cost, n, m) : null,
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
