import {
  addScaled,
  costGradient,
  greedyPlan,
  greedyPlanCpu,
  groundCost,
  planGradient,
  planLoss,
  problemAt,
  type RaggedLayout,
} from '../../kernels';
import type { HostOps, WgslOps } from '../../nn';
import { assign } from './assignment';
import { deviceSides, hostResult, hostSides, type LossContext, type PairLoss } from './context';
import type { LossResult } from './types';

/** A plan per pair, `[student tokens, teacher tokens]`, from the costs of its tokens. */
type AlignTokens = (cost: ArrayLike<number>, layout: RaggedLayout) => Float64Array;

/** `greedy`: every student token goes to its nearest teacher token (first of equals). */
export const greedy: PairLoss = (context) => {
  const { ops, count } = context;
  if (ops.kind !== 'wgsl')
    return alignOnHost(ops, context, (cost, layout) => greedyPlanCpu(cost, layout).plan);
  const { student: x, teacher: y } = deviceSides(context);
  const batch = context.ragged(ops, 'student');
  const cost = groundCost(ops.scope, { x, y, batch });
  const { plan, loss } = greedyPlan(ops.scope, { cost, batch });
  return { loss, gradient: planGradient(ops.scope, { plan, y, batch, scale: 1 / count }) };
};

/** `symmetric-greedy`: the mean of nearest teacher tokens of student tokens, and the other way round. */
export const symmetricGreedy: PairLoss = (context) => {
  const { ops, count } = context;
  if (ops.kind !== 'wgsl') return alignOnHost(ops, context, nearestBothWays);
  const { scope } = ops;
  const { student, teacher } = deviceSides(context);
  const scale = 0.5 / count;
  const forth = { x: student, y: teacher, batch: context.ragged(ops, 'student') };
  const back = { x: teacher, y: student, batch: context.ragged(ops, 'teacher') };
  const there = greedyPlan(scope, { cost: groundCost(scope, forth), batch: forth.batch });
  const again = greedyPlan(scope, { cost: groundCost(scope, back), batch: back.batch });
  // 1 - u t has the slope of -u t.
  const slopes = costGradient(scope, { ...back, dC: again.plan, cost: 'dot', scale });
  const half = scope.zeros([count], 'symmetricGreedy.loss');
  const first = addScaled(scope, { x: half, y: there.loss, scale: 0.5 });
  return {
    loss: addScaled(scope, { x: first, y: again.loss, scale: 0.5 }),
    gradient: addScaled(scope, {
      x: planGradient(scope, { plan: there.plan, y: teacher, batch: forth.batch, scale }),
      y: slopes,
      scale: 1,
    }),
  };
};

/**
 * `hard`: the cheapest one-to-one alignment, every token of the shorter text matched, mean over its tokens. Exact,
 * on the host by `assign`; on a device that costs a readback of the costs in every step.
 */
export const hard: PairLoss = async (context) => {
  const { ops } = context;
  if (ops.kind !== 'wgsl') return alignOnHost(ops, context, assignTokens);
  const { student: x, teacher: y } = deviceSides(context);
  const cost = groundCost(ops.scope, { x, y, batch: context.ragged(ops, 'student') });
  const plan = assignTokens(await ops.scope.download(cost), context.layout('student'));
  return alignOnDevice(ops, context, plan);
};

/** `position`: student token i goes to teacher token i, up to the end of the shorter text; mean over those. */
export const position: PairLoss = (context) => {
  const { ops } = context;
  if (ops.kind !== 'wgsl') return alignOnHost(ops, context, (_, layout) => sameOrder(layout));
  return alignOnDevice(ops, context, sameOrder(context.layout('student')));
};

function nearestBothWays(cost: ArrayLike<number>, layout: RaggedLayout): Float64Array {
  const plan = greedyPlanCpu(cost, layout).plan.map((mass) => mass / 2);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    for (let j = 0; j < m; j++) {
      let best = 0;
      for (let i = 1; i < n; i++) if (cost[at + i * m + j]! < cost[at + best * m + j]!) best = i;
      plan[at + best * m + j]! += 0.5 / m;
    }
  }
  return plan;
}

function assignTokens(cost: ArrayLike<number>, layout: RaggedLayout): Float64Array {
  const plan = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    assign({ values: cost, first: at, rows: n, columns: m }).forEach((j, i) => {
      if (j >= 0) plan[at + i * m + j] = 1 / Math.min(n, m);
    });
  }
  return plan;
}

function sameOrder(layout: RaggedLayout): Float64Array {
  const plan = new Float64Array(layout.entries);
  for (let b = 0; b < layout.count; b++) {
    const { n, m, at } = problemAt(layout, b);
    const length = Math.min(n, m);
    for (let i = 0; i < length; i++) plan[at + i * m + i] = 1 / length;
  }
  return plan;
}

/** `<P, C>` and its gradient at the plan that `align` makes, C = 1 - u t. */
function alignOnHost(ops: HostOps, context: LossContext, align: AlignTokens): LossResult {
  const { d, count } = context;
  const { student, teacher } = hostSides(ops, context);
  const layout = context.layout('student');
  const loss = new Float64Array(count);
  const gradient = new Float64Array(student.length);
  const cost = cosineCosts(ops, context);
  const plan = align(cost, layout);
  for (let b = 0; b < count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let k = 0; k < n * m; k++) {
      const mass = plan[at + k]!;
      if (mass === 0) continue;
      loss[b]! += mass * cost[at + k]!;
      const [row, target] = [(xOffset + Math.floor(k / m)) * d, (yOffset + (k % m)) * d];
      for (let c = 0; c < d; c++) gradient[row + c]! -= (mass / count) * teacher[target + c]!;
    }
  }
  return hostResult(ops, context, loss, gradient);
}

function alignOnDevice({ scope }: WgslOps, context: LossContext, values: Float64Array): LossResult {
  const { student: x, teacher: y } = deviceSides(context);
  const batch = context.ragged(context.ops as WgslOps, 'student');
  const plan = scope.upload(Float32Array.from(values), [values.length], 'alignment');
  const cost = groundCost(scope, { x, y, batch });
  return {
    loss: planLoss(scope, { plan, cost, batch }),
    gradient: planGradient(scope, { plan, y, batch, scale: 1 / context.count }),
  };
}

/** `1 - u_i t_j` of the tokens of each pair, rows the student's. */
export function cosineCosts(ops: HostOps, context: LossContext): Float64Array {
  const { d, count } = context;
  const { student, teacher } = hostSides(ops, context);
  const layout = context.layout('student');
  const cost = new Float64Array(layout.entries);
  for (let b = 0; b < count; b++) {
    const { xOffset, yOffset, n, m, at } = problemAt(layout, b);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        const [row, target] = [(xOffset + i) * d, (yOffset + j) * d];
        let dot = 0;
        for (let k = 0; k < d; k++) dot += student[row + k]! * teacher[target + k]!;
        cost[at + i * m + j] = 1 - dot;
      }
  }
  return cost;
}
