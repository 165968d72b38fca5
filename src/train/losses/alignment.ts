import { greedyPlan, greedyPlanCpu, groundCost, planGradient } from '../../kernels';
import type { HostOps } from '../../nn';
import { deviceSides, hostResult, hostSides, type LossContext, type PairLoss } from './context';
import type { LossResult } from './types';

/** `greedy`: every student token goes to its nearest teacher token (first of equals). */
export const greedy: PairLoss = (context) => {
  const { ops, count } = context;
  if (ops.kind !== 'wgsl')
    return alignOnHost(ops, context, (cost) => greedyPlanCpu(cost, context.layout('student')).plan);
  const { student: x, teacher: y } = deviceSides(context);
  const batch = context.ragged(ops, 'student');
  const cost = groundCost(ops.scope, { x, y, batch });
  const { plan, loss } = greedyPlan(ops.scope, { cost, batch });
  return { loss, gradient: planGradient(ops.scope, { plan, y, batch, scale: 1 / count }) };
};

/** A plan per pair, `[student tokens, teacher tokens]`, from the costs of its tokens. */
export type AlignTokens = (cost: Float64Array) => Float64Array;

/** `<P, C>` and its gradient at the plan that `align` makes, C = 1 - u t. */
export function alignOnHost(ops: HostOps, context: LossContext, align: AlignTokens): LossResult {
  const { d, count } = context;
  const { student, teacher } = hostSides(ops, context);
  const loss = new Float64Array(count);
  const gradient = new Float64Array(student.length);
  const cost = cosineCost(ops, context);
  const plan = align(cost);
  const { problems, planOffsets } = context.layout('student');
  for (let b = 0; b < count; b++) {
    const [first, other, n, m] = problems.subarray(4 * b, 4 * b + 4) as unknown as number[];
    for (let i = 0; i < n!; i++)
      for (let j = 0; j < m!; j++) {
        const at = planOffsets[b]! + i * m! + j;
        if (plan[at] === 0) continue;
        loss[b]! += plan[at]! * cost[at]!;
        const [row, target] = [(first! + i) * d, (other! + j) * d];
        const weight = plan[at]! / count;
        for (let k = 0; k < d; k++) gradient[row + k]! -= weight * teacher[target + k]!;
      }
  }
  return hostResult(ops, context, loss, gradient);
}

/** `1 - u_i t_j` of the tokens of each pair, rows the student's. */
export function cosineCost(ops: HostOps, context: LossContext): Float64Array {
  const { d, count } = context;
  const { student, teacher } = hostSides(ops, context);
  const { problems, planOffsets, entries } = context.layout('student');
  const cost = new Float64Array(entries);
  for (let b = 0; b < count; b++) {
    const [first, other, n, m] = problems.subarray(4 * b, 4 * b + 4) as unknown as number[];
    for (let i = 0; i < n!; i++)
      for (let j = 0; j < m!; j++) {
        const [row, target] = [(first! + i) * d, (other! + j) * d];
        let dot = 0;
        for (let k = 0; k < d; k++) dot += student[row + k]! * teacher[target + k]!;
        cost[planOffsets[b]! + i * m! + j] = 1 - dot;
      }
  }
  return cost;
}
