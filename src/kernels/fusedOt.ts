import source from '../../shaders/fusedOt.wgsl?raw';
import { assertShape, defineKernel, type Gpu, type Kernel, type Scope, type Tensor } from '../gpu';
import { compose } from './compose';
import { fusedOtPlain, isPlain } from './fusedOtPlain';
import {
  ABSORB_BITS,
  assertOtSettings,
  CHECK_EVERY,
  KERNEL_BITS,
  type OtSettings,
  type OtWanted,
  STATUS_SIZE,
} from './otProblem';
import { problemAt, type RaggedBatch } from './ragged';
import { kernelCache, type TokenPart, tokenStorage } from './tokenStorage';

/** Most rows and most columns of a problem that one workgroup solves. */
export const MAX_FUSED = 64;

export interface FusedOtInputs {
  /** [N, d], raw token vectors of all problems; or [N, d / 2], halves of `packHalf`, d a multiple of 4. */
  readonly x: Tensor | Tensor<'u32'>;
  /** [M, d]; or halves, where x is halves too. */
  readonly y: Tensor | Tensor<'u32'>;
  readonly batch: RaggedBatch;
  /** [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. */
  readonly weights?: Tensor;
  /** [N + M], potentials of an earlier solution to start from; may be `out.potentials` itself. */
  readonly start?: Tensor;
  /** The problems to solve; default all. What belongs to the others is left as it is in the results. */
  readonly only?: ArrayLike<number>;
}

export interface FusedOtOutputs {
  /** [B, STATUS_SIZE], see `readStatus`. */
  readonly status: Tensor;
  /** [N + M], f and g per problem, in the unit of cost; LOG_ZERO where the weight is zero. */
  readonly potentials: Tensor;
  /** [M, d], gradient of the regularised value by the raw y, times `scale`. */
  readonly gradient?: Tensor;
  /** [entries]. */
  readonly plan?: Tensor;
}

export interface FusedOtSettings extends OtSettings {
  /** Multiplies the gradient. Default 1. */
  readonly scale?: number;
}

/** One way for a workgroup to solve a problem: `fusedOt` itself, or the registers of `fusedOtRegister`. */
export interface FusedForm {
  readonly fits: (gpu: Gpu, n: number, m: number) => boolean;
  /**
   * The kernel for token vectors stored as `tokens` says, `general` unless balanced and not relaxed; no
   * problem has more than `longest` rows or columns.
   */
  readonly kernel: (tokens: TokenPart, general: boolean, gpu: Gpu, longest: number) => Kernel;
  /** The same for plain problems (`isPlain`), where the form has a kernel of its own for them. */
  readonly plain?: (tokens: TokenPart, gpu: Gpu, longest: number) => Kernel | undefined;
  /** Whether the kernel wants a buffer for tiles. */
  readonly scratch?: (gpu: Gpu) => boolean;
}

/** Whether one workgroup of this device can hold a problem of `n` x `m`. */
export function fusedFits(gpu: Gpu, n: number, m: number): boolean {
  return n <= MAX_FUSED && m <= MAX_FUSED && tileOf(n, m) <= capacity(gpu);
}

/**
 * Solves entropic optimal transport for small problems of a ragged batch, one workgroup each: cost,
 * iterations, status, gradient and plan in a single dispatch. Costs and plans stay in the workgroup's memory
 * unless the plan is wanted. The iterations run on scalings where float32 is proved to hold them, else with
 * absorption, else in logarithms; the status says which. A problem gives the same bits alone and in any batch.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws RangeError if a setting makes no sense, or a problem does not fit (`fusedFits`); names the problem.
 * @throws ShapeError if a tensor does not fit the batch.
 * @see docs/optimal-transport.md
 */
export function fusedOt(
  scope: Scope,
  inputs: FusedOtInputs,
  settings: FusedOtSettings,
  wanted: OtWanted = {},
  out?: FusedOtOutputs,
  form: FusedForm = TILE,
): FusedOtOutputs {
  const { x, y, batch, weights, start } = inputs;
  const { rows, columns, count, entries } = batch;
  assertOtSettings('fusedOt', settings);
  const { d, tokens } = tokenStorage('fusedOt', x, y, rows, columns);
  const [n, results] = [rows + columns, out ?? results0(scope, batch, d, wanted)];
  if (weights) assertShape('fusedOt weights', weights, [n]);
  if (start) assertShape('fusedOt start', start, [n]);
  const { status, potentials } = results;
  assertShape('fusedOt out.status', status, [count, STATUS_SIZE]);
  assertShape('fusedOt out.potentials', potentials, [n]);
  const gradient = wanted.gradient ? needed(results.gradient, 'gradient') : undefined;
  const plan = wanted.plan ? needed(results.plan, 'plan') : undefined;
  if (gradient) assertShape('fusedOt out.gradient', gradient, [columns, d]);
  if (plan) assertShape('fusedOt out.plan', plan, [entries]);

  const { gpu } = scope;
  const { table, groups, scratch, longest } = problemTable(gpu, batch, form, inputs.only);
  using own = gpu.scope();
  const none = own.empty([4], 'fusedOt.none');
  if (start && start.buffer !== potentials.buffer) scope.copy(start, potentials);
  const plain = isPlain(inputs, settings) ? form.plain?.(tokens, gpu, longest) : undefined;
  (plain ?? form.kernel(tokens, isGeneral(settings), gpu, longest)).dispatch(
    scope,
    {
      ...otParams(settings),
      count: groups,
      d,
      warm: Number(start !== undefined),
      weighted: Number(weights !== undefined),
      wantGradient: Number(gradient !== undefined),
      wantPlan: Number(plan !== undefined),
    },
    {
      x,
      y,
      table: own.uploadU32(table, [groups, 8], 'fusedOt.table'),
      weights: weights ?? none,
      potentials,
      status,
      gradient: gradient ?? own.empty([4], 'fusedOt.noGradient'),
      plan: plan ?? own.empty([4], 'fusedOt.noPlan'),
      scratch: form.scratch?.(gpu) ? own.empty([scratch, 4], 'fusedOt.scratch') : none,
    },
    groups,
  );
  return results;
}

function results0(scope: Scope, batch: RaggedBatch, d: number, wanted: OtWanted): FusedOtOutputs {
  const { rows, columns, count, entries } = batch;
  return {
    status: scope.empty([count, STATUS_SIZE], 'fusedOt.status'),
    potentials: scope.empty([rows + columns], 'fusedOt.potentials'),
    ...(wanted.gradient && { gradient: scope.empty([columns, d], 'fusedOt.gradient') }),
    ...(wanted.plan && { plan: scope.empty([entries], 'fusedOt.plan') }),
  };
}

function needed(tensor: Tensor | undefined, name: string): Tensor {
  if (!tensor) throw new RangeError(`fusedOt: ${name} is wanted, but out has no ${name}`);
  return tensor;
}

/** The vectors of scratch that a problem takes: tokens and partial sums, then its tile. */
const SCRATCH = 288;
/** Figures of 128 tokens are summed where the tile was. */
const LEAST_TILE = 128;

/** [T, 8]: a row per problem, the largest first, so that no long one is left for the end. */
function problemTable(
  gpu: Gpu,
  { layout, count }: RaggedBatch,
  form: FusedForm,
  only?: ArrayLike<number>,
) {
  const chosen = Array.from(only ?? { length: count }, (b, k) => (only ? Number(b) : k));
  const places = chosen.map((b) => {
    if (!(Number.isInteger(b) && b >= 0 && b < count))
      throw new RangeError(`fusedOt: there is no problem ${b}, the batch has ${count}`);
    const place = problemAt(layout, b);
    if (!form.fits(gpu, place.n, place.m))
      throw new RangeError(
        `fusedOt: problem ${b} is ${place.n} x ${place.m}, more than a workgroup holds`,
      );
    return { b, ...place };
  });
  places.sort((one, other) => other.n * other.m - one.n * one.m || one.b - other.b);
  let scratch = 0;
  const rows = places.map(({ b, xOffset, yOffset, n, m, at }) => {
    const row = [xOffset, yOffset, n, m, at, b, scratch, 0];
    scratch += SCRATCH + Math.max(LEAST_TILE, tileOf(n, m));
    return row;
  });
  const longest = places.reduce((most, { n, m }) => Math.max(most, n, m), 0);
  return { table: Uint32Array.from(rows.flat()), groups: places.length, scratch, longest };
}

const COSTS = ['cosine', 'squared-euclidean', 'dot'] as const;
const MARGINALS = ['balanced', 'unbalanced', 'partial'] as const;
const SCHEDULES = ['constant', 'geometric', 'proximal'] as const;

/** What `Params` of shaders/parts/otProblem.wgsl takes from the settings. */
export function otParams(settings: FusedOtSettings): Record<string, number> {
  const { eps, iterations, tolerance = 0, distortion = 0 } = settings;
  const { cost = 'cosine', marginals, schedule, relaxation, scale = 1 } = settings;
  const unbalanced = marginals?.kind === 'unbalanced' ? marginals : undefined;
  const geometric = schedule?.kind === 'geometric' ? schedule : undefined;
  const { rhoX = 1, rhoY = 1 } = unbalanced ?? {};
  return {
    iterations,
    cost: COSTS.indexOf(cost),
    marginals: MARGINALS.indexOf(marginals?.kind ?? 'balanced'),
    schedule: SCHEDULES.indexOf(schedule?.kind ?? 'constant'),
    relaxed: Number(relaxation === 'safeguarded'),
    scale: Math.LOG2E / eps,
    distortion,
    tolerance,
    rhoX,
    rhoY,
    restX: unbalanced ? eps / (rhoX + eps) : 0,
    restY: unbalanced ? eps / (rhoY + eps) : 0,
    logMass: marginals?.kind === 'partial' ? Math.log2(marginals.mass) : 0,
    first: geometric ? eps / geometric.from : 1,
    factor: geometric?.factor ?? 1,
    gradientScale: scale,
  };
}

/** Vectors of 4 entries that a problem takes: rows an odd number apart, see `strideOf` in the shader. */
function tileOf(n: number, m: number): number {
  return n * (Math.ceil(m / 4) | 1);
}

const LARGEST_TILE = tileOf(MAX_FUSED, MAX_FUSED);
const OTHER_BYTES = 896 * 4 + 16; // tokens, total, leaving

/** Whether tiles lie in a buffer and 4 invocations hold the kernel: fast where a CPU plays the GPU. */
function inLanes({ adapter, device }: Gpu): boolean {
  return adapter.software && device.limits.maxStorageBuffersPerShaderStage >= 9;
}

function capacity(gpu: Gpu): number {
  return inLanes(gpu) ? LARGEST_TILE : workgroupTile(gpu);
}

function workgroupTile(gpu: Gpu): number {
  const free = gpu.device.limits.maxComputeWorkgroupStorageSize - OTHER_BYTES;
  return Math.min(LARGEST_TILE, Math.floor(free / 16));
}

/** The kernel with only what the settings need. */
function isGeneral({ marginals, relaxation }: FusedOtSettings): boolean {
  return (marginals?.kind ?? 'balanced') !== 'balanced' || relaxation === 'safeguarded';
}

/** The form that `fusedOt` takes. */
export const TILE: FusedForm = {
  fits: fusedFits,
  scratch: inLanes,
  plain: (tokens, gpu, longest) => (inLanes(gpu) ? fusedOtPlain(tokens, longest) : undefined),
  kernel: (tokens, general, gpu, longest) => {
    if (!inLanes(gpu)) return inWorkgroup(tokens, general);
    return longest > 32 ? inLanes64(tokens, general) : inLanes32(tokens, general);
  },
};

/** The form of an adapter that is no CPU, which tests run on any. */
export const WORKGROUP: FusedForm = {
  fits: fusedFits,
  kernel: (tokens, general) => inWorkgroup(tokens, general),
};

const inWorkgroup = kernelCache((tokens, general) =>
  defineKernel({
    name: 'fusedOt',
    source: composed(tokens, 'workgroupMemory', 'sharedScale'),
    constants: (_, gpu) => ({ W: 64, R: 1, TILE: workgroupTile(gpu), GENERAL: Number(general) }),
  }),
);
const inLanes32 = kernelCache((tokens, general) => lanes(tokens, general, 2));
const inLanes64 = kernelCache((tokens, general) => lanes(tokens, general, 4));

/** Invocations that hold up to `groups` blocks of 16 rows and columns: the fewer, the sooner compiled. */
function lanes(tokens: TokenPart, general: boolean, groups: number): Kernel {
  return defineKernel({
    name: 'fusedOt',
    source: composed(tokens, 'scratchMemory', 'laneScale', groups),
    constants: () => ({ W: 4, R: 4, GENERAL: Number(general) }),
  });
}

function composed(tokens: TokenPart, memory: string, scaling: string, groups = 0): string {
  return compose(
    source,
    { CHECK_EVERY, KERNEL_BITS, ABSORB_BITS, GROUPS: groups, COLUMNS: 4 * groups },
    { TOKENS: tokens, MEMORY: memory, SCALING: scaling },
  );
}
