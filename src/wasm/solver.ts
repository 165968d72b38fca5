import * as S from '../../wasm/slots';
import type { EngineMemory } from './memory';
import { layoutProblem } from './problemLayout';
import type { TransportBatch, TransportResult, TransportSettings, TransportWanted } from './types';

const STATUS_SIZE = 8;
const COSTS = ['cosine', 'squared-euclidean', 'dot'] as const;
const SCHEDULES = ['constant', 'geometric', 'proximal'] as const;
const MARGINALS = ['balanced', 'unbalanced', 'partial'] as const;

/** Tokens, columns and plan entries of a batch in all. */
export interface BatchTotals {
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
}

/**
 * Solves the problems of `batch` one after the other in linear memory; see `OtHostResult` for the answer.
 *
 * @throws RangeError if a problem is empty, an array has not the length that its counts call for, or the
 * largest problem does not fit into memory.
 */
export function solveIn(
  memory: EngineMemory,
  batch: TransportBatch,
  settings: TransportSettings,
  wanted: TransportWanted = {},
): TransportResult {
  const totals = checkedTotals(batch);
  const { d, weights, start } = batch;
  const result = emptyResult(totals, batch, wanted);
  memory.setSettings(settingValues(settings));
  const place = { row: 0, column: 0, entry: 0 };
  const fit = new Fit(memory, d, wanted);
  for (let b = 0; b < batch.rowCounts.length; b++) {
    const [n, m] = [batch.rowCounts[b]!, batch.columnCounts[b]!];
    const at = fit.to(n, m, weights !== undefined, start !== undefined);
    const token = place.row + place.column;
    memory.put(at[S.X]!, batch.x.subarray(place.row * d, (place.row + n) * d));
    memory.put(at[S.Y]!, batch.y.subarray(place.column * d, (place.column + m) * d));
    if (weights) memory.put(at[S.WEIGHTS]!, weights.subarray(token, token + n + m));
    if (start) memory.put(at[S.START]!, start.subarray(token, token + n + m));
    memory.exports.solve();
    result.status.set(memory.view(at[S.STATUS]!, STATUS_SIZE), b * STATUS_SIZE);
    result.potentials.set(memory.view(at[S.POTENTIALS]!, n + m), token);
    result.gradient?.set(memory.view(at[S.GRADIENT]!, m * d), place.column * d);
    result.plan?.set(memory.view(at[S.PLAN]!, n * m), place.entry);
    place.row += n;
    place.column += m;
    place.entry += n * m;
  }
  return result;
}

/** Places for problems of one size after the other; laid out anew only when the size changes. */
class Fit {
  private at: number[] = [];
  private n = 0;
  private m = 0;

  constructor(
    private readonly memory: EngineMemory,
    private readonly d: number,
    private readonly wanted: TransportWanted,
  ) {}

  to(n: number, m: number, weights: boolean, start: boolean): readonly number[] {
    if (n === this.n && m === this.m) return this.at;
    const { memory, d } = this;
    const gradient = this.wanted.gradient ?? false;
    const plan = this.wanted.plan ?? false;
    const { at, end } = layoutProblem(memory.base, { n, m, d, gradient, plan });
    memory.reserve(end, `a transport problem of ${n} x ${m} tokens`);
    at[S.ROWS] = n;
    at[S.COLUMNS] = m;
    at[S.DIMENSION] = d;
    at[S.HAS_WEIGHTS] = Number(weights);
    at[S.HAS_START] = Number(start);
    at[S.WANT_GRADIENT] = Number(gradient);
    at[S.WANT_PLAN] = Number(plan);
    at.forEach((value, slot) => {
      memory.setSlot(slot, value);
    });
    Object.assign(this, { at, n, m });
    return at;
  }
}

function settingValues(settings: TransportSettings): number[] {
  const { eps, iterations, tolerance = 0, cost = 'cosine', distortion = 0 } = settings;
  const { marginals, schedule } = settings;
  const values = new Array<number>(S.SETTING_COUNT).fill(0);
  values[S.EPS] = eps;
  values[S.ITERATIONS] = iterations;
  values[S.TOLERANCE] = tolerance;
  values[S.COST_KIND] = COSTS.indexOf(cost);
  values[S.DISTORTION] = distortion;
  values[S.MARGINALS] = MARGINALS.indexOf(marginals?.kind ?? 'balanced');
  values[S.RHO_X] = marginals?.kind === 'unbalanced' ? marginals.rhoX : 1;
  values[S.RHO_Y] = marginals?.kind === 'unbalanced' ? marginals.rhoY : 1;
  values[S.MASS] = marginals?.kind === 'partial' ? marginals.mass : 1;
  values[S.SCHEDULE] = SCHEDULES.indexOf(schedule?.kind ?? 'constant');
  values[S.FROM] = schedule?.kind === 'geometric' ? schedule.from : eps;
  values[S.FACTOR] = schedule?.kind === 'geometric' ? schedule.factor : 1;
  values[S.RELAXATION] = settings.relaxation === 'safeguarded' ? 1 : 0;
  return values;
}

/** Adds up the sizes. Throws what `solveIn` throws of them. */
export function checkedTotals(batch: TransportBatch): BatchTotals {
  const { rowCounts, columnCounts, d } = batch;
  let [rows, columns, entries] = [0, 0, 0];
  for (let b = 0; b < rowCounts.length; b++) {
    const [n, m] = [rowCounts[b]!, columnCounts[b] ?? 0];
    if (!(isCount(n) && isCount(m)))
      throw new RangeError(`problem ${b} has ${n} x ${m} tokens, wanted at least 1 x 1`);
    rows += n;
    columns += m;
    entries += n * m;
  }
  wantLength('columnCounts', columnCounts.length, rowCounts.length);
  if (!isCount(d)) throw new RangeError(`d must be a whole number of at least 1, got ${d}`);
  wantLength('x', batch.x.length, rows * d);
  wantLength('y', batch.y.length, columns * d);
  if (batch.weights) wantLength('weights', batch.weights.length, rows + columns);
  if (batch.start) wantLength('start', batch.start.length, rows + columns);
  return { rows, columns, entries };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function wantLength(what: string, got: number, want: number): void {
  if (got !== want) throw new RangeError(`${what} has ${got} values, wanted ${want}`);
}

/** A result of the right sizes, all zero. */
export function emptyResult(
  { rows, columns, entries }: BatchTotals,
  { rowCounts, d }: TransportBatch,
  wanted: TransportWanted,
): TransportResult {
  return {
    status: new Float32Array(rowCounts.length * STATUS_SIZE),
    potentials: new Float32Array(rows + columns),
    ...(wanted.gradient && { gradient: new Float32Array(columns * d) }),
    ...(wanted.plan && { plan: new Float32Array(entries) }),
  };
}
