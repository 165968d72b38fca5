import { type OtHostBatch, type OtHostResult, type OtWanted, readStatus } from '../ot';
import type { OtCase } from './otCases';

/** What the bench sets; cosine cost, balanced, plain iterations. */
interface BenchSettings {
  readonly eps: number;
  readonly iterations: number;
  readonly tolerance: number;
}

/** A solver under test. */
export interface BenchEngine {
  readonly name: string;
  solve(batch: OtHostBatch, settings: BenchSettings, wanted: OtWanted): Promise<OtHostResult>;
  /** [m, d], exact gradient of `<P, C>` with respect to y. */
  implicit(batch: OtHostBatch, settings: BenchSettings): Promise<Float32Array>;
}

/** What one engine makes of one case. */
export interface BenchRow {
  readonly name: string;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly eps: number;
  readonly engine: string;
  /** `sum |P - reference|`. */
  readonly planError: number;
  /** Relative errors; of gradients in the Frobenius norm. */
  readonly lossError: number;
  readonly planFixedError: number;
  readonly exactError: number;
  /**
   * After `SAME_ITERATIONS` iterations against the reference's trace, `COSINE_ROUNDING` granted, and against float64;
   * null where there is none.
   */
  readonly sameLossError: number | null;
  readonly sameGradientError: number | null;
  readonly reported: {
    readonly converged: boolean;
    readonly iterations: number;
    readonly rowError: number;
    readonly columnError: number;
    readonly gap: number;
    readonly domain: string;
  };
  /** The same, from the returned plan and potentials in float64. */
  readonly recomputed: {
    readonly rowError: number;
    readonly columnError: number;
    readonly gap: number;
  };
  readonly confirmed: boolean;
  /** The bounds of docs/optimal-transport.md that are not kept, e.g. `A3 exact 1.2e-4 > 5e-5`. */
  readonly missed: readonly string[];
}

export const BENCH_SETTINGS = { iterations: 20_000, tolerance: 1e-6 } as const;
const SAME_ITERATIONS = 50;
/** Two roundings of a float32 cosine near 1, which no relative bound of a small cost can ask away. */
const COSINE_ROUNDING = 2.4e-7;
/** Reported errors are confirmed within this and a tenth of the recomputed. */
const CONFIRM = 2e-7;

/**
 * Solves a case on an engine and compares with the case's reference.
 *
 * @param float64 the reference engine, for gradients after equal iterations; may be `engine` itself.
 * @throws what the engine throws.
 */
export async function benchCase(
  one: OtCase,
  engine: BenchEngine,
  float64: BenchEngine,
): Promise<BenchRow> {
  const batch = batchOf(one);
  const settings = { eps: one.eps, ...BENCH_SETTINGS };
  const solved = await engine.solve(batch, settings, { plan: true, gradient: true });
  const exact = await engine.implicit(batch, settings);
  const status = readStatus(solved.status, 0, settings.tolerance);
  const { converged, iterations, rowError, columnError, gap, domain } = status;
  const recomputed = recompute(one, solved);
  const close = (reported: number, found: number) =>
    Math.abs(reported - found) <= CONFIRM + 0.1 * Math.abs(found);
  const row = {
    ...{ name: one.name, n: one.n, m: one.m, d: one.d, eps: one.eps, engine: engine.name },
    planError: l1(solved.plan!, one.P),
    lossError: Math.abs(status.loss - one.loss) / Math.max(Math.abs(one.loss), 1e-12),
    planFixedError: relative(solved.gradient!, one.gradY_plan_fixed),
    exactError: relative(exact, one.gradY_exact),
    ...(await sameIterations(one, batch, engine, float64)),
    reported: { converged, iterations, rowError, columnError, gap, domain },
    recomputed,
    confirmed:
      close(rowError, recomputed.rowError) &&
      close(columnError, recomputed.columnError) &&
      close(gap, recomputed.gap),
  };
  return { ...row, missed: missedBounds(row) };
}

/** A1: what rounding alone does, convergence left out of it. */
async function sameIterations(
  one: OtCase,
  batch: OtHostBatch,
  engine: BenchEngine,
  float64: BenchEngine,
) {
  const settings = { eps: one.eps, iterations: SAME_ITERATIONS, tolerance: 0 };
  const solved = await engine.solve(batch, settings, { gradient: true });
  const loss = one.trace.get(SAME_ITERATIONS)?.[1];
  const reference =
    engine === float64 ? undefined : await float64.solve(batch, settings, { gradient: true });
  return {
    sameLossError:
      loss === undefined
        ? null
        : Math.max(0, Math.abs(readStatus(solved.status, 0).loss - loss) - COSINE_ROUNDING) /
          Math.max(Math.abs(loss), 1e-12),
    sameGradientError: reference ? relative(solved.gradient!, reference.gradient!) : null,
  };
}

function batchOf({ X, Y, a, b, n, m, d }: OtCase): OtHostBatch {
  return {
    x: Float32Array.from(X),
    y: Float32Array.from(Y),
    d,
    rowCounts: [n],
    columnCounts: [m],
    weights: Float32Array.from([...a, ...b]),
  };
}

/** The status figures of balanced transport, from what was returned. */
function recompute({ a, b, n, m, eps }: OtCase, { plan, potentials }: OtHostResult) {
  const [rows, columns] = [a.map((weight) => -weight), b.map((weight) => -weight)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      rows[i]! += plan![i * m + j]!;
      columns[j]! += plan![i * m + j]!;
    }
  let gap = 0;
  [...a, ...b].forEach((weight, token) => {
    const off = token < n ? rows[token]! : columns[token - n]!;
    if (weight > 0) gap += (potentials[token]! - eps * Math.log(weight)) * off;
  });
  const size = (differences: Float64Array) =>
    differences.reduce((sum, value) => sum + Math.abs(value), 0);
  return { rowError: size(rows), columnError: size(columns), gap };
}

function missedBounds(row: Omit<BenchRow, 'missed'>): string[] {
  const { eps, reported } = row;
  const missed: string[] = [];
  const bound = (name: string, value: number | null, most: number) => {
    if (value !== null && !(value <= most))
      missed.push(`${name} ${value.toExponential(1)} > ${most.toExponential(0)}`);
  };
  const figures = [row.planError, row.lossError, row.planFixedError, row.exactError];
  const all = [...figures, reported.rowError, reported.columnError, reported.gap];
  if (!all.every(Number.isFinite)) missed.push('A4 not finite');
  if (eps >= 0.005 && eps <= 2) {
    bound('A1 loss', row.sameLossError, 2e-6);
    bound('A1 dY', row.sameGradientError, 5e-6);
    bound('A2 dY', row.planFixedError, eps >= 0.01 ? 1e-4 : 1e-3);
    bound('A3 exact', row.exactError, 5e-5);
  }
  if (!row.confirmed) missed.push('A2 status not confirmed');
  return missed;
}

function l1(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < want.length; at++) sum += Math.abs(got[at]! - want[at]!);
  return sum;
}

/** Norm of the difference over the norm of what was wanted; over 1 where that is 0. */
function relative(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let [off, norm] = [0, 0];
  for (let at = 0; at < want.length; at++) {
    off += (got[at]! - want[at]!) ** 2;
    norm += want[at]! ** 2;
  }
  return Math.sqrt(off) / (norm > 0 ? Math.sqrt(norm) : 1);
}
