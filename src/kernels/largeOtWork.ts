import { defineKernel, type Gpu, type Kernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { marginalsAt, type OtSettings } from './otProblem';
import { problemAt, type RaggedBatch } from './ragged';

const kernels: Kernel[] = [];

/** A kernel that is compiled with the first large problem: most runs have none. */
export function defineLarge(definition: Parameters<typeof defineKernel>[0]): Kernel {
  const kernel = defineKernel({ ...definition, lazy: true });
  kernels.push(kernel);
  return kernel;
}

/** Compiles the kernels of large problems ahead of the first one, in parallel. */
export async function prepareLargeOt(gpu: Gpu): Promise<void> {
  await Promise.all(kernels.map((kernel) => kernel.prepare(gpu)));
}

/** Rows that one workgroup of the iterations takes; sides are filled up to a multiple of it. */
export const LARGE_BLOCK = 8;

/** Enough for the cores that SwiftShader uses. */
const SOFTWARE_GROUPS = 32;

/** One large problem in the layout of its kernels: both sides filled up to multiples of 8, tokens to 8 numbers. */
export interface LargeOtShape {
  readonly n: number;
  readonly m: number;
  readonly d: number;
  /** n and m, filled up. */
  readonly rows: number;
  readonly columns: number;
  /** Vectors of 4 in a padded token. */
  readonly depth: number;
  /** Blocks that one workgroup of the row update takes: starting a workgroup costs SwiftShader 10 us. */
  readonly span: number;
  /** Workgroups of the column update; each gives a share of the mass. */
  readonly shares: number;
  /** Where the problem starts in x, y, weights and potentials, and plan, counted in numbers. */
  readonly xFirst: number;
  readonly yFirst: number;
  readonly weightsFirst: number;
  readonly planFirst: number;
  readonly problem: number;
}

/** What the kernels of a large problem hand to each other; layouts are in the shaders' headers. */
export interface LargeOtBuffers {
  readonly tokens: Tensor;
  readonly vectors: Tensor;
  readonly m: Tensor;
  readonly k: Tensor;
  readonly part: Tensor;
  readonly control: Tensor;
  readonly state: Tensor;
}

/** Numbers by the names of the shaders' parameters. */
export type LargeOtParams = Readonly<Record<string, number>>;

/** How the column kernels share their work out; a barrier is dear and lanes are few on SwiftShader. */
export function columnConstants({ software }: { readonly software: boolean }) {
  return software ? { ACROSS: 4, SLICES: 1 } : { ACROSS: 16, SLICES: 8 };
}

/** The shape of problem `problem` of `batch` with tokens of `d` numbers. */
export function largeOtShape(
  batch: RaggedBatch,
  problem: number,
  d: number,
  adapter: { readonly software: boolean },
): LargeOtShape {
  const { xOffset, yOffset, n, m, at } = problemAt(batch.layout, problem);
  const fill = (count: number) => Math.ceil(count / LARGE_BLOCK) * LARGE_BLOCK;
  const columns = fill(m);
  return {
    ...{ n, m, d, rows: fill(n), columns, depth: fill(d) / 4, problem },
    span: adapter.software ? Math.ceil(fill(n) / LARGE_BLOCK / SOFTWARE_GROUPS) : 1,
    shares: Math.ceil(columns / 4 / columnConstants(adapter).ACROSS),
    xFirst: xOffset * d,
    yFirst: yOffset * d,
    weightsFirst: marginalsAt(batch.layout.problems, problem),
    planFirst: at,
  };
}

/** Sizes of the buffers: M and K are the large ones, n x m floats each. */
export function largeOtSizes(shape: LargeOtShape): Record<keyof LargeOtBuffers, number[]> {
  const { rows, columns, depth, shares } = shape;
  return {
    tokens: [rows + columns, 4 * depth],
    vectors: [7, rows + columns],
    m: [rows, columns],
    k: [rows, columns],
    part: [rows / LARGE_BLOCK, 2, columns],
    control: [8],
    state: [8 + shares],
  };
}

/** @throws RangeError if the device cannot hold the largest of the buffers. */
export function largeOtBuffers(scope: Scope, shape: LargeOtShape): LargeOtBuffers {
  const sizes = largeOtSizes(shape);
  const most = scope.gpu.maxTensorBytes;
  for (const [name, size] of Object.entries(sizes))
    if (4 * sizeOf(size) > most)
      throw new RangeError(
        `largeOt: a problem of ${shape.n} x ${shape.m} needs ${4 * sizeOf(size)} bytes for ${name}; this device binds at most ${most}`,
      );
  const entries = Object.entries(sizes).map(([name, size]) => [
    name,
    scope.empty(size, `largeOt.${name}`),
  ]);
  return Object.fromEntries(entries) as Record<keyof LargeOtBuffers, Tensor>;
}

/** 1 - tau of both sides at `eps`, which a schedule changes. */
export function largeOtRest({ marginals }: OtSettings, eps: number) {
  if (marginals?.kind !== 'unbalanced') return { restX: 0, restY: 0 };
  return { restX: eps / (marginals.rhoX + eps), restY: eps / (marginals.rhoY + eps) };
}

const COSTS = ['cosine', 'squared-euclidean', 'dot'] as const;
const MARGINALS = ['balanced', 'unbalanced', 'partial'] as const;

/** The parameters that stay the same through all iterations. */
export function largeOtParams(
  shape: LargeOtShape,
  settings: OtSettings & { readonly scale?: number },
): LargeOtParams {
  const { eps, marginals, cost = 'cosine', distortion = 0, tolerance = 0, scale = 1 } = settings;
  const unbalanced = marginals?.kind === 'unbalanced' ? marginals : undefined;
  return {
    ...shape,
    cost: COSTS.indexOf(cost),
    marginals: MARGINALS.indexOf(marginals?.kind ?? 'balanced'),
    rhoX: unbalanced?.rhoX ?? 1,
    rhoY: unbalanced?.rhoY ?? 1,
    ...largeOtRest(settings, eps),
    mass: marginals?.kind === 'partial' ? marginals.mass : 1,
    scale: Math.LOG2E / eps,
    unit: eps * Math.LN2,
    distortion,
    tolerance,
    gradientScale: scale,
    logarithms: Number((settings.schedule?.kind ?? 'constant') !== 'constant'),
  };
}
