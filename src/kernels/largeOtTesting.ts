import type { Scope, Tensor } from '../gpu';
import { randomSigned } from '../gpu/testing';
import { fusedOtCpu } from './fusedOt.cpu';
import { type LargeOtOutputs, type LargeOtSettings, largeOt } from './largeOt';
import { largeOtCost } from './largeOtCost';
import { largeOtKernel } from './largeOtKernel';
import { largeOtTokens } from './largeOtTokens';
import { largeOtBuffers, largeOtParams, largeOtShape } from './largeOtWork';
import { epsAt } from './otProblem';
import { raggedBatch, raggedLayout } from './ragged';

export interface LargeCase {
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  readonly weights?: Float32Array<ArrayBuffer>;
  readonly start?: Float32Array<ArrayBuffer>;
}

/** Rows of y are noisy copies of rows of x, as the tokens of a translation are. */
export function largeCase(n: number, m: number, d: number): LargeCase {
  const x = randomSigned(n * d, 991);
  const y = randomSigned(m * d, 77231).map((noise, at) => {
    const [j, k] = [Math.floor(at / d), at % d];
    return 0.7 * noise + 0.7 * x[((j * 7) % n) * d + k]!;
  });
  return { n, m, d, x, y };
}

/** Float32 weights of both sides, each summing to 1; every fifth token has none. */
export function someWeights(n: number, m: number): Float32Array<ArrayBuffer> {
  const side = (count: number, seed: number) => {
    const raw = randomSigned(count, seed).map((value, i) => (i % 5 === 2 ? 0 : 1.1 + value));
    const sum = raw.reduce((all, value) => all + value, 0);
    return raw.map((value) => value / sum);
  };
  return Float32Array.from([...side(n, 40503), ...side(m, 2000003)]);
}

/** Solves a case by `largeOt` and brings everything back. */
export async function solveLarge(scope: Scope, host: LargeCase, settings: LargeOtSettings) {
  const { n, m, d, weights, start } = host;
  const out = {
    status: scope.zeros([1, 8], 'status'),
    potentials: start ? scope.upload(start, [n + m], 'start') : scope.zeros([n + m], 'potentials'),
    gradient: scope.zeros([m, d], 'gradient'),
    plan: scope.zeros([n * m], 'plan'),
  };
  const x = scope.upload(host.x, [n, d], 'x');
  const y = scope.upload(host.y, [m, d], 'y');
  const given = weights && { weights: scope.upload(weights, [n + m], 'weights') };
  const batch = raggedBatch(scope, [n], [m]);
  largeOt(scope, { x, y, batch, problem: 0, ...given, warm: start !== undefined }, settings, out);
  return download(scope, out);
}

/** The four results on the host. */
export async function download(scope: Scope, out: Required<LargeOtOutputs>) {
  return {
    status: await scope.download(out.status),
    potentials: await scope.download(out.potentials),
    gradient: await scope.download(out.gradient),
    plan: await scope.download(out.plan),
  };
}

/** The same in float64. */
export function referenceOf(
  { n, m, x, y, d, weights, start }: LargeCase,
  settings: LargeOtSettings,
) {
  const layout = raggedLayout([n], [m]);
  return fusedOtCpu(
    { x, y, d, layout, ...(weights && { weights }), ...(start && { start }) },
    settings,
  );
}

/** Sum of absolute differences. */
export function l1(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < want.length; k++) sum += Math.abs(got[k]! - want[k]!);
  return sum;
}

/** A case after tokens, cost and kernel: what the kernels of the iterations start from. */
export function startLarge(scope: Scope, host: LargeCase, settings: LargeOtSettings) {
  const { n, m, d } = host;
  const shape = largeOtShape(raggedBatch(scope, [n], [m]), 0, d, scope.gpu.adapter);
  const buffers = largeOtBuffers(scope, shape);
  const params = {
    ...largeOtParams(shape, settings),
    weighted: Number(host.weights !== undefined),
    warm: Number(host.start !== undefined),
    startScale: Math.LOG2E / epsAt(settings, 1),
    theta: 1,
    carry: 1,
    look: 0,
    extrapolate: 0,
  };
  const upload = (data: Float32Array | undefined, name: string): Tensor =>
    scope.upload(data ?? new Float32Array(n + m), [n + m], name);
  const inputs = {
    x: scope.upload(host.x, [n, d], 'x'),
    y: scope.upload(host.y, [m, d], 'y'),
    weights: upload(host.weights, 'weights'),
    potentials: upload(host.start, 'potentials'),
  };
  largeOtTokens(scope, params, inputs, buffers);
  largeOtCost(scope, params, buffers);
  largeOtKernel(scope, params, buffers);
  return { params, buffers, shape };
}

/** Section `section` of `vectors`: the n numbers of x, then the m of y. */
export function sectionOf(
  vectors: Float32Array,
  { rows, columns, n, m }: { rows: number; columns: number; n: number; m: number },
  section: number,
) {
  const first = section * (rows + columns);
  return {
    x: vectors.slice(first, first + n),
    y: vectors.slice(first + rows, first + rows + m),
  };
}

/** Exponents -C / eps, natural, in float64. */
export function exponentsOf(host: LargeCase, settings: LargeOtSettings): Float64Array {
  return referenceOf(host, { ...settings, iterations: 1 }).cost.map((c) => -c / settings.eps);
}

/** Potentials over eps from absorbed bits and scalings. */
export function naturalPotentials(bits: Float32Array, scaling: Float32Array): Float64Array {
  return Float64Array.from(bits, (value, i) => Math.LN2 * (value + Math.log2(scaling[i]!)));
}
