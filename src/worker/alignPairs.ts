import {
  formatPharaoh,
  type LinkOptions,
  linkPair,
  type OtEngine,
  type OtHostBatch,
  type PharaohLink,
  type PlanMatrix,
  readStatus,
  similarity,
} from '../ot';
import type { AlignSettings } from './alignTypes';

/** Token vectors of one sentence pair. Either side may have none. */
export interface TokenPair {
  /** Texts of the tokens `[n]` and `[m]`, where they are subwords of texts. */
  readonly sourcePieces?: readonly string[];
  readonly targetPieces?: readonly string[];
  /** [n, d]; need not be unit vectors. */
  readonly x: Float32Array;
  /** [m, d]. */
  readonly y: Float32Array;
  /** [n] and [m], word of each token, negative for none. */
  readonly sourceWords: ArrayLike<number>;
  readonly targetWords: ArrayLike<number>;
}

export interface AlignedChunk {
  /** One line a pair, in order; empty for a pair with an empty side. */
  readonly lines: readonly string[];
  /** Pairs whose plan had not converged after the last iteration. */
  readonly unconverged: number;
  readonly seconds: { readonly solve: number; readonly link: number };
}

/** Digits of scores: enough for a threshold, few enough to read. */
const DECIMALS = 4;

/** Whether a method needs plans at all. */
export function needsPlan({ method, itermaxOn }: AlignSettings): boolean {
  return (
    method === 'ot' || method === 'threshold' || (method === 'itermax' && itermaxOn === 'plan')
  );
}

/**
 * Aligns pairs, all of their plans in one call of the solver.
 *
 * @param transport the solver; not called where the method needs no plan.
 * @param now seconds, for the timings.
 * @throws what the solver and `linkPair` throw.
 */
export async function alignPairs(
  pairs: readonly TokenPair[],
  d: number,
  settings: AlignSettings,
  transport: OtEngine | undefined,
  now: () => number,
): Promise<AlignedChunk> {
  const { matrices, unconverged, seconds } = await matricesOf(
    ...([pairs, d, settings, transport, now] as const),
  );
  const start = now();
  const format = { decimals: DECIMALS };
  const lines = pairs.map((pair, at) => {
    const matrix = matrices[at];
    return formatPharaoh(matrix ? linksOf(pair, matrix, d, settings) : [], format);
  });
  return {
    lines,
    unconverged,
    seconds: { solve: seconds.solve, link: seconds.similarity + now() - start },
  };
}

/**
 * What links are read from: plans, all in one call of the solver, or similarities where the method needs no plan.
 *
 * @returns [n, m] of each pair, undefined for a pair with an empty side; as many plans as had not converged.
 */
export async function matricesOf(
  pairs: readonly TokenPair[],
  d: number,
  settings: AlignSettings,
  transport: OtEngine | undefined,
  now: () => number,
) {
  const full = pairs.filter(({ x, y }) => x.length > 0 && y.length > 0);
  const start = now();
  const wantsPlan = transport !== undefined && needsPlan(settings) && full.length > 0;
  const solved = wantsPlan ? await solve(full, d, settings, transport) : undefined;
  const middle = now();
  const found = full.map(
    ({ x, y }, at): PlanMatrix => solved?.plans[at] ?? similarity(x, y, d, settings.distortion),
  );
  let at = 0;
  const matrices = pairs.map(({ x, y }) =>
    x.length > 0 && y.length > 0 ? found[at++] : undefined,
  );
  return {
    matrices,
    unconverged: solved?.unconverged ?? 0,
    seconds: { solve: middle - start, similarity: now() - middle },
  };
}

/** Links of one pair by the method of the settings. */
export function linksOf(
  { x, y, sourceWords, targetWords }: TokenPair,
  matrix: PlanMatrix,
  d: number,
  settings: AlignSettings,
): PharaohLink[] {
  const { method, pool, tau } = settings;
  const options: LinkOptions = {
    rule: method === 'itermax' || method === 'threshold' ? method : 'mutual',
    tau,
    pool,
    ...(settings.scores && { scores: needsPlan(settings) ? 'plan' : 'similarity' }),
  };
  const [n, m] = [x.length / d, y.length / d];
  return linkPair({ matrix, n, m, sourceWords, targetWords }, options);
}

async function solve(
  pairs: readonly TokenPair[],
  d: number,
  { eps, iterations, tolerance, marginals, distortion }: AlignSettings,
  transport: OtEngine,
) {
  const settings = { eps, iterations, tolerance, marginals, distortion };
  const { plan, status } = await transport.solve(pack(pairs, d), settings, { plan: true });
  let at = 0;
  const plans = pairs.map(({ x, y }) => {
    const first = at;
    at += (x.length / d) * (y.length / d);
    return plan!.subarray(first, at);
  });
  const unconverged = pairs.filter((_, b) => !readStatus(status, b, tolerance).converged).length;
  return { plans, unconverged };
}

function pack(pairs: readonly TokenPair[], d: number): OtHostBatch {
  const rowCounts = pairs.map(({ x }) => x.length / d);
  const columnCounts = pairs.map(({ y }) => y.length / d);
  return {
    x: concatenate(pairs.map(({ x }) => x)),
    y: concatenate(pairs.map(({ y }) => y)),
    d,
    rowCounts,
    columnCounts,
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
