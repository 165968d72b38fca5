import type { Scope, Tensor } from '../gpu';
import { randomSigned, randomUniform, relativeError } from '../gpu/testing';
import type { FusedOtInputs, FusedOtOutputs, FusedOtSettings } from './fusedOt';
import { type FusedOtHost, fusedOtCpu } from './fusedOt.cpu';
import { marginalsAt, type OtSettings, type OtWanted, readStatus } from './otProblem';
import { problemAt, type RaggedBatch, raggedBatch } from './ragged';

export type Sizes = readonly (readonly [n: number, m: number])[];

/** Around the 4 rows, 16 rows and 32 rows that forms take at once, and the degenerate shapes. */
export const OT_SIZES: Sizes = [
  [1, 1],
  [1, 9],
  [9, 1],
  [4, 4],
  [16, 13],
  [17, 31],
  [24, 32],
];

export interface OtCase {
  readonly batch: RaggedBatch;
  readonly d: number;
  readonly host: { x: Float32Array; y: Float32Array; weights: Float32Array };
  readonly x: Tensor;
  readonly y: Tensor;
  readonly weights: Tensor;
}

/** Random vectors of norms around 1 to 2 and uneven weights, every fifth zero where there are more than 4. */
export function otCase(scope: Scope, sizes: Sizes, d: number, seed: number): OtCase {
  const [ns, ms] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
  const batch = raggedBatch(scope, ns, ms);
  const x = randomSigned(batch.rows * d, seed);
  const y = randomSigned(batch.columns * d, seed * 7 + 5);
  const weights = randomUniform(batch.rows + batch.columns, seed * 3 + 11);
  sizes.forEach(([n, m], b) => {
    const at = marginalsAt(batch.layout.problems, b);
    for (const side of [weights.subarray(at, at + n), weights.subarray(at + n, at + n + m)]) {
      side.forEach((w, k) => {
        side[k] = side.length > 4 && k % 5 === 2 ? 0 : w + 0.2;
      });
      const sum = side.reduce((all, w) => all + w);
      side.forEach((w, k) => {
        side[k] = w / sum;
      });
    }
  });
  return upload(scope, batch, d, { x, y, weights });
}

function upload(scope: Scope, batch: RaggedBatch, d: number, host: OtCase['host']): OtCase {
  return {
    batch,
    d,
    host,
    x: scope.upload(Float32Array.from(host.x), [batch.rows, d], 'x'),
    y: scope.upload(Float32Array.from(host.y), [batch.columns, d], 'y'),
    weights: scope.upload(Float32Array.from(host.weights), [host.weights.length], 'weights'),
  };
}

/** Problem `b` of a case alone; with `shed` without its tokens of weight zero. */
export function alone(scope: Scope, given: OtCase, b: number, shed = false): OtCase {
  const { d, host, batch } = given;
  const { n, m, xOffset, yOffset } = problemAt(batch.layout, b);
  const at = marginalsAt(batch.layout.problems, b);
  const kept = (from: number, count: number) =>
    Array.from({ length: count }, (_, k) => k).filter((k) => !shed || host.weights[from + k]! > 0);
  const [rows, columns] = [kept(at, n), kept(at + n, m)];
  const tokens = (all: Float32Array, first: number, which: number[]) =>
    Float32Array.from(
      which.flatMap((k) => [...all.subarray((first + k) * d, (first + k + 1) * d)]),
    );
  return upload(scope, raggedBatch(scope, [rows.length], [columns.length]), d, {
    x: tokens(host.x, xOffset, rows),
    y: tokens(host.y, yOffset, columns),
    weights: Float32Array.from([
      ...rows.map((k) => host.weights[at + k]!),
      ...columns.map((k) => host.weights[at + n + k]!),
    ]),
  });
}

export type OtForm = (
  scope: Scope,
  inputs: FusedOtInputs,
  settings: FusedOtSettings,
  wanted?: OtWanted,
  out?: FusedOtOutputs,
) => FusedOtOutputs;

/** The worst errors against float64 over the problems of a case; all but `sums` relative. */
export async function otErrors(
  scope: Scope,
  form: OtForm,
  given: FusedOtInputs & { d: number; host: Omit<FusedOtHost, 'd' | 'layout'> },
  settings: OtSettings,
) {
  const { status, gradient, plan } = form(scope, given, settings, { gradient: true, plan: true });
  const { layout } = given.batch;
  const want = fusedOtCpu({ ...given.host, d: given.d, layout }, settings);
  const [s, g, p] = [status, gradient!, plan!].map((tensor) => scope.download(tensor));
  const got = { status: await s!, gradient: await g!, plan: await p! };
  const worst = { loss: 0, value: 0, sums: 0, gradient: 0, plan: 0, iterations: 0 };
  const domains = new Set<string>();
  for (let b = 0; b < layout.count; b++) {
    const [ours, theirs] = [readStatus(got.status, b), readStatus(want.status, b)];
    const { n, m, yOffset, at } = problemAt(layout, b);
    const part = (all: ArrayLike<number>, from: number, count: number) =>
      Array.prototype.slice.call(all, from, from + count) as number[];
    const [first, size] = [yOffset * given.d, m * given.d];
    const errors = {
      loss: Math.abs(ours.loss / theirs.loss - 1),
      value: Math.abs(ours.value / theirs.value - 1),
      sums: Math.max(
        ...(['rowError', 'columnError', 'mass', 'gap'] as const).map((field) =>
          Math.abs(ours[field] - theirs[field]),
        ),
      ),
      // One row has a plan, and so a gradient, that nothing can change: compare where there is a choice.
      gradient: relativeError(part(got.gradient, first, size), part(want.gradient, first, size)),
      plan: relativeError(part(got.plan, at, n * m), part(want.plan, at, n * m)),
      iterations: Math.abs(ours.iterations - theirs.iterations),
    };
    for (const name of Object.keys(worst) as (keyof typeof worst)[])
      worst[name] = Math.max(errors[name], worst[name]);
    domains.add(ours.domain);
  }
  return { ...worst, domains };
}

const RHO = { kind: 'unbalanced', rhoX: 1, rhoY: 0.3 } as const;

/** Settings that every form is compared with float64 under, and the domain that they lead to. */
export const OT_SETTINGS: readonly (readonly [string, OtSettings, string])[] = [
  ['cosine', { eps: 0.05, iterations: 20 }, 'kernel'],
  ['one iteration', { eps: 0.05, iterations: 1 }, 'kernel'],
  ['a position prior', { eps: 0.05, iterations: 20, distortion: 0.7 }, 'kernel'],
  ['dot', { eps: 0.5, iterations: 20, cost: 'dot' }, 'kernel'],
  ['squared Euclidean', { eps: 1.2, iterations: 20, cost: 'squared-euclidean' }, 'kernel'],
  ['eps .005', { eps: 0.005, iterations: 40 }, 'absorption'],
  ['eps 2', { eps: 2, iterations: 8 }, 'kernel'],
  [
    'geometric',
    { eps: 0.02, iterations: 24, schedule: { kind: 'geometric', from: 1, factor: 0.7 } },
    'absorption',
  ],
  ['proximal', { eps: 0.5, iterations: 12, schedule: { kind: 'proximal' } }, 'log'],
  ['unbalanced', { eps: 0.05, iterations: 20, marginals: RHO }, 'kernel'],
  ['unbalanced, eps .004', { eps: 0.004, iterations: 40, marginals: RHO }, 'absorption'],
  [
    'unbalanced, geometric',
    {
      eps: 0.05,
      iterations: 20,
      marginals: RHO,
      schedule: { kind: 'geometric', from: 0.8, factor: 0.6 },
    },
    'absorption',
  ],
  ['partial', { eps: 0.05, iterations: 20, marginals: { kind: 'partial', mass: 0.6 } }, 'kernel'],
  [
    'partial, eps .004',
    { eps: 0.004, iterations: 40, marginals: { kind: 'partial', mass: 0.6 } },
    'absorption',
  ],
  ['relaxed', { eps: 0.05, iterations: 60, relaxation: 'safeguarded' }, 'kernel'],
  ['relaxed, eps .005', { eps: 0.005, iterations: 12, relaxation: 'safeguarded' }, 'absorption'],
];
