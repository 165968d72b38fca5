import type { BitextPair } from '../data';
import { openOtEngine } from '../ot';
import type { TextStore } from './textStore';

/** Strength of the entropy of plans between frozen states, whose costs are smaller than after a head. */
const EPS = 0.1;
const ITERATIONS = 50;
/** Pairs that are solved at a time. */
const CHUNK = 128;

/**
 * Transport plans `[English tokens, foreign tokens]` between the states in `texts`, one a pair. A pair with a
 * side without tokens has an empty plan.
 */
export async function frozenPlans(
  texts: TextStore,
  pairs: readonly BitextPair[],
): Promise<Float32Array[]> {
  const engine = await openOtEngine({ threads: 1, prefer: 'wasm' });
  try {
    const plans: Float32Array[] = [];
    for (let first = 0; first < pairs.length; first += CHUNK)
      plans.push(...(await solve(engine, texts, pairs.slice(first, first + CHUNK))));
    return plans;
  } finally {
    engine.close();
  }
}

async function solve(
  engine: Awaited<ReturnType<typeof openOtEngine>>,
  texts: TextStore,
  pairs: readonly BitextPair[],
): Promise<Float32Array[]> {
  const has = (text: string) => texts.select([text]).vectors.length > 0;
  const whole = pairs.filter(({ english, foreign }) => has(english) && has(foreign));
  if (whole.length === 0) return pairs.map(() => new Float32Array());
  const x = texts.select(whole.map(({ english }) => english));
  const y = texts.select(whole.map(({ foreign }) => foreign));
  const counts = ({ offsets }: { offsets: Uint32Array }) =>
    whole.map((_, k) => offsets[k + 1]! - offsets[k]!);
  const [rowCounts, columnCounts] = [counts(x), counts(y)];
  const { plan } = await engine.solve(
    { x: x.vectors, y: y.vectors, d: x.dimension, rowCounts, columnCounts },
    { eps: EPS, iterations: ITERATIONS },
    { plan: true },
  );
  const plans = new Map<BitextPair, Float32Array>();
  let at = 0;
  whole.forEach((pair, k) => {
    const end = at + rowCounts[k]! * columnCounts[k]!;
    plans.set(pair, plan!.slice(at, end));
    at = end;
  });
  return pairs.map((pair) => plans.get(pair) ?? new Float32Array());
}
