import { assertShape, type Scope, ShapeError, type Tensor } from '../gpu';
import { largeOtColumns } from './largeOtColumns';
import { largeOtCost } from './largeOtCost';
import { largeOtGradient } from './largeOtGradient';
import { largeOtKernel } from './largeOtKernel';
import { largeOtPlan } from './largeOtPlan';
import { largeOtRows } from './largeOtRows';
import { largeOtStatus } from './largeOtStatus';
import { largeOtTokens } from './largeOtTokens';
import {
  type LargeOtBuffers,
  type LargeOtParams,
  largeOtBuffers,
  largeOtParams,
  largeOtRest,
  largeOtShape,
} from './largeOtWork';
import {
  assertOtSettings,
  CHECK_EVERY,
  epsAt,
  KERNEL_BITS,
  type OtSettings,
  STATUS_SIZE,
} from './otProblem';
import { problemAt, type RaggedBatch } from './ragged';

export interface LargeOtProblem {
  /** [N, d], raw token vectors of all problems. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** Which problem of the batch to solve. */
  readonly problem: number;
  /** [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. */
  readonly weights?: Tensor;
  /** Whether `out.potentials` holds where to start; default false. */
  readonly warm?: boolean;
}

export interface LargeOtSettings extends OtSettings {
  /** Multiplies the gradient. Default 1. */
  readonly scale?: number;
}

export interface LargeOtOutputs {
  /** [B, STATUS_SIZE]. */
  readonly status: Tensor;
  /** [N + M], in the unit of cost; LOG_ZERO where the weight is zero. */
  readonly potentials: Tensor;
  /** [M, d], gradient of the regularised value by the raw y, times `scale`. */
  readonly gradient?: Tensor;
  /** [entries]. */
  readonly plan?: Tensor;
}

/** Most rows and most columns of a problem. */
export const MAX_LARGE = 4096;

/**
 * Entries (of M in an iteration, or a third of the products of a cost or gradient) between submits: about
 * a second of SwiftShader, so that no watchdog fires. 1024 x 1024 x 128 with 100 iterations is one submit;
 * larger ones are several, without reading anything back.
 */
const SUBMIT_WORK = 2 ** 28;

/**
 * Solves one transport problem of any size up to 4096 x 4096 with several workgroups: writes its rows of
 * the results and leaves those of other problems alone. The iterations run on scalings of one kernel
 * matrix where float32 is proved to hold them, with absorption elsewhere, and in logarithms under an eps
 * schedule; all is decided on the device and nothing is read back.
 *
 * Takes 2 n m floats of scratch while it runs: the kernel matrix and the exponents, from which rows and
 * columns of the kernel are made anew when their potentials move (from x and y that would be a product of
 * d terms per entry, up to once per iteration at small eps).
 *
 * @throws RangeError if a setting makes no sense, relaxation is asked for, the problem is larger than
 *   MAX_LARGE, not in the batch, or the device cannot hold the scratch; with numbers.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see docs/optimal-transport.md, sections 1 to 4
 */
export function largeOt(
  scope: Scope,
  inputs: LargeOtProblem,
  settings: LargeOtSettings,
  out: LargeOtOutputs,
): void {
  const d = check(inputs, settings, out);
  const { batch, problem, x, y, warm = false } = inputs;
  using own = scope.gpu.scope();
  const shape = largeOtShape(batch, problem, d, scope.gpu.adapter);
  const buffers = largeOtBuffers(own, shape);
  const weights = inputs.weights ?? x; // bound, not read
  const params: LargeOtParams = {
    ...largeOtParams(shape, settings),
    weighted: Number(inputs.weights !== undefined),
    warm: Number(warm),
    startScale: Math.LOG2E / epsAt(settings, 1),
    keep: Number(out.gradient !== undefined),
    wantPlan: Number(out.plan !== undefined),
    scalingOnly: Number(scalesSafely(inputs, settings)),
  };
  const meter = workMeter(scope);
  const tile = (64 * d) / 3;
  largeOtTokens(own, params, { x, y, weights, potentials: out.potentials }, buffers);
  const costTiles = Math.max(1, Math.floor(SUBMIT_WORK / tile));
  largeOtCost(own, params, buffers, costTiles, (tiles) => meter(tiles * tile));
  largeOtKernel(own, params, buffers);
  iterate(own, params, settings, buffers, () => meter(shape.rows * shape.columns));

  const theta = settings.eps / epsAt(settings, settings.iterations);
  const rest = largeOtRest(settings, settings.eps / theta);
  const last = { ...params, ...rest, theta, lastUnit: params.unit! / theta };
  largeOtPlan(own, last, buffers, out.plan ?? own.empty([1], 'largeOt.noPlan'));
  largeOtStatus(own, last, buffers, out);
  if (out.gradient) {
    const work = (64 * shape.rows) / 3;
    const most = Math.max(1, Math.floor(SUBMIT_WORK / work));
    largeOtGradient(own, params, buffers, out.gradient, most, (tiles) => meter(tiles * work));
  }
}

/**
 * Whether the kernel domain is certain before anything is computed: cosine costs lie in [0, 2]. Then the
 * iterations run on a variant without the other domains, which SwiftShader runs a fifth faster.
 */
function scalesSafely(inputs: LargeOtProblem, settings: LargeOtSettings): boolean {
  const { batch, problem, weights, warm } = inputs;
  const { cost = 'cosine', distortion = 0, schedule, eps } = settings;
  if (weights || warm || cost !== 'cosine' || (schedule?.kind ?? 'constant') !== 'constant')
    return false;
  const { n, m } = problemAt(batch.layout, problem);
  const bits = ((2 + distortion) * Math.LOG2E) / eps + Math.log2(Math.max(n, m));
  return bits < KERNEL_BITS - 1;
}

/** Records all iterations; those after the device has stopped return at once. */
function iterate(
  scope: Scope,
  params: LargeOtParams,
  settings: LargeOtSettings,
  buffers: LargeOtBuffers,
  between: () => void,
): void {
  const { eps, iterations, tolerance = 0, schedule } = settings;
  const theta = (k: number) => eps / epsAt(settings, Math.min(Math.max(k, 1), iterations));
  const geometric = schedule?.kind === 'geometric';
  // The proximal schedule starts each iteration from where the last two point to.
  const proximal = schedule?.kind === 'proximal';
  const rows = new Map<string, () => void>();
  const columns = new Map<string, () => void>();
  for (let k = 1; k <= iterations; k++) {
    const now = theta(k);
    // Under a geometric schedule potentials stay in the unit of cost, so their bits grow as eps falls.
    const came = geometric ? now / theta(k - 1) : 1;
    const goes = geometric ? theta(k + 1) / now : 1;
    const settled = !schedule || schedule.kind === 'constant' || (geometric && now === 1);
    const look = Number(tolerance > 0 && k % CHECK_EVERY === 0 && settled);
    const ahead = proximal && k < iterations ? Math.min(k, 2) : 0;
    const here = { ...params, ...largeOtRest(settings, eps / now), theta: now };
    bound(rows, `${now} ${came} ${k > 1}`, () =>
      largeOtRows(scope, { ...here, carry: came, extrapolate: Number(proximal && k > 1) }, buffers),
    )();
    bound(columns, `${now} ${goes} ${look} ${ahead}`, () =>
      largeOtColumns(scope, { ...here, carry: goes, look, extrapolate: ahead }, buffers),
    )();
    between();
  }
}

function bound(known: Map<string, () => void>, key: string, make: () => () => void): () => void {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** Adds work up and submits what is recorded once it is much. */
function workMeter({ gpu }: Scope): (work: number) => void {
  let sum = 0;
  return (work) => {
    sum += work;
    if (sum < SUBMIT_WORK) return;
    gpu.commands.flush();
    sum = 0;
  };
}

function check(inputs: LargeOtProblem, settings: LargeOtSettings, out: LargeOtOutputs): number {
  const { x, y, batch, problem, weights } = inputs;
  const { rows, columns, count, entries, layout } = batch;
  assertOtSettings('largeOt', settings);
  if ((settings.relaxation ?? 'none') !== 'none')
    throw new RangeError(`largeOt: relaxation must be none, got ${settings.relaxation}`);
  if (!(Number.isInteger(problem) && problem >= 0 && problem < count))
    throw new RangeError(`largeOt: there is no problem ${problem}, the batch has ${count}`);
  const { n, m } = problemAt(layout, problem);
  if (Math.max(n, m) > MAX_LARGE)
    throw new RangeError(
      `largeOt: problem ${problem} is ${n} x ${m}, at most ${MAX_LARGE} x ${MAX_LARGE} fit`,
    );
  const d = x.shape[1];
  if (!d) throw new ShapeError('largeOt x', x.shape, [rows, 1]);
  assertShape('largeOt x', x, [rows, d]);
  assertShape('largeOt y', y, [columns, d]);
  if (weights) assertShape('largeOt weights', weights, [rows + columns]);
  assertShape('largeOt out.status', out.status, [count, STATUS_SIZE]);
  assertShape('largeOt out.potentials', out.potentials, [rows + columns]);
  if (out.gradient) assertShape('largeOt out.gradient', out.gradient, [columns, d]);
  if (out.plan) assertShape('largeOt out.plan', out.plan, [entries]);
  return d;
}
