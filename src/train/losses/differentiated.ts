import {
  costGradient,
  costGradientCpu,
  fusedOtCpu,
  groundCost,
  groundCostCpu,
  implicitPlanGradient,
  implicitPlanGradientCpu,
  newtonStepCpu,
  type OtSettings,
  unrolledPlanGradient,
  unrolledPlanGradientCpu,
} from '../../kernels';
import type { HostOps, HostValues, WgslOps } from '../../nn';
import { NEWTON_STEPS, refineOt, solveOt } from '../../ot';
import { deviceSides, hostResult, hostSides, type LossContext, type PairLoss } from './context';
import {
  assertBalanced,
  type HostTransport,
  scaleValues,
  solveHost,
  statusField,
} from './hostTransport';
import { statusTensor } from './transport';
import type { LossResult } from './types';

/**
 * `ot-implicit`: `<P, C>` of the converged plan and its exact gradient, by the implicit function theorem (Luise et
 * al. 2018). Solved to the last digits by Newton steps; on a host these and the gradient are float64.
 *
 * @throws RangeError if the marginals are not balanced, or a text has more than 256 tokens on both sides (device).
 */
export const implicit: PairLoss = (context) => {
  const { ops, settings } = context;
  assertBalanced('ot-implicit', settings.ot);
  return ops.kind === 'wgsl' ? implicitOnDevice(ops, context) : implicitOnHost(ops, context);
};

/**
 * `ot-unrolled`: `<P, C>` of the plan after exactly `iterations` iterations at one eps from g = 0, differentiated
 * through all of them (Adams & Zemel 2011); tolerance, schedule and relaxation do not count.
 *
 * @throws RangeError if the marginals are not balanced, or a text has more than 64 tokens (device).
 */
export const unrolled: PairLoss = (context) => {
  const { ops, settings } = context;
  assertBalanced('ot-unrolled', settings.ot);
  return ops.kind === 'wgsl' ? unrolledOnDevice(ops, context) : unrolledOnHost(ops, context);
};

function implicitOnDevice(ops: WgslOps, context: LossContext): LossResult {
  const { scope } = ops;
  const { ot } = context.settings;
  const { problem, cost, kind } = deviceProblem(ops, context);
  const { batch } = problem;
  const { status, plan } = refineOt(scope, problem, ot, { plan: true });
  const dC = implicitPlanGradient(scope, { plan: plan!, cost, batch, eps: ot.eps });
  return {
    loss: statusTensor(scope, status, 'loss'),
    gradient: costGradient(scope, { dC, ...problem, cost: kind, scale: 1 / context.count }),
  };
}

function unrolledOnDevice(ops: WgslOps, context: LossContext): LossResult {
  const { scope } = ops;
  const plain = plainSettings(context.settings.ot);
  const { problem, cost, kind } = deviceProblem(ops, context);
  const { batch } = problem;
  const { status } = solveOt(scope, problem, plain);
  const dC = unrolledPlanGradient(scope, {
    cost,
    batch,
    eps: plain.eps,
    iterations: plain.iterations,
  });
  return {
    loss: statusTensor(scope, status, 'loss'),
    gradient: costGradient(scope, { dC, ...problem, cost: kind, scale: 1 / context.count }),
  };
}

function deviceProblem(ops: WgslOps, context: LossContext) {
  const { student: y, teacher: x } = deviceSides(context);
  const problem = { x, y, batch: context.ragged(ops, 'teacher') };
  const { cost: kind = 'cosine', distortion = 0 } = context.settings.ot;
  return { problem, kind, cost: groundCost(ops.scope, { ...problem, cost: kind, distortion }) };
}

function implicitOnHost(ops: HostOps, context: LossContext): LossResult {
  const { ot } = context.settings;
  const { problem, cost } = hostProblem(ops, context);
  const { layout } = problem;
  const { eps } = ot;
  // As `refineOt`: Newton needs a start that is near.
  const schedule = { kind: 'geometric', from: 16 * eps, factor: 0.9 } as const;
  let start: ArrayLike<number> = solveHost(ops.kind, problem, { schedule, ...ot }).potentials;
  for (let step = 0; step < NEWTON_STEPS; step++)
    start = newtonStepCpu({ cost, layout, eps, potentials: start });
  const last = { ...plainSettings(ot), iterations: 1 };
  const { plan, status } = fusedOtCpu({ ...problem, start }, last);
  const dC = implicitPlanGradientCpu({ plan, cost, layout, eps });
  return fromCosts(ops, context, problem, statusField(status, 'loss'), dC);
}

function unrolledOnHost(ops: HostOps, context: LossContext): LossResult {
  const plain = plainSettings(context.settings.ot);
  const { problem, cost } = hostProblem(ops, context);
  const { status } = solveHost(ops.kind, problem, plain);
  const dC = unrolledPlanGradientCpu({
    cost,
    layout: problem.layout,
    eps: plain.eps,
    iterations: plain.iterations,
  });
  return fromCosts(ops, context, problem, statusField(status, 'loss'), dC);
}

function hostProblem(ops: HostOps, context: LossContext) {
  const { student: y, teacher: x } = hostSides(ops, context);
  const problem = { x, y, d: context.d, layout: context.layout('teacher') };
  const { cost: kind = 'cosine', distortion = 0 } = context.settings.ot;
  return { problem, cost: groundCostCpu({ ...problem, cost: kind, distortion }) };
}

/** Pulls a derivative by the costs back to the student. */
function fromCosts(
  ops: HostOps,
  context: LossContext,
  problem: HostTransport,
  loss: HostValues,
  dC: Float64Array,
): LossResult {
  const { cost = 'cosine' } = context.settings.ot;
  const gradient = costGradientCpu({ dC, ...problem, cost });
  return hostResult(ops, context, loss, scaleValues(gradient, 1 / context.count));
}

/** What unrolling knows: eps, iterations and the cost. */
function plainSettings({ eps, iterations, cost = 'cosine', distortion = 0 }: OtSettings) {
  return { eps, iterations, cost, distortion };
}
