import type { Scope, Tensor } from '../../gpu';
import { gatherRows, STATUS, STATUS_SIZE } from '../../kernels';
import type { HostOps, WgslOps } from '../../nn';
import { solveOt } from '../../ot';
import { deviceSides, hostResult, hostSides, type LossContext, type PairLoss } from './context';
import { givenPlans } from './givenPlans';
import { scaleValues, solveHost, statusField } from './hostTransport';
import type { LossResult } from './types';

/**
 * `ot`: OPTICAL's loss `<P, C>`. P is held fixed in the gradient, which makes it the gradient of the regularised
 * value. Where the batch brings plans, those are P.
 */
export const transport: PairLoss = (context) => {
  const { ops, batch } = context;
  if (batch.plans) return givenPlans(context, batch.plans);
  return ops.kind === 'wgsl' ? onDevice(ops, context) : onHost(ops, context);
};

/** The solver derives by its columns, so the student's tokens are the columns. */
function onDevice(ops: WgslOps, context: LossContext): LossResult {
  const { settings, count } = context;
  const { student, teacher } = deviceSides(context);
  const { status, gradient } = solveOt(
    ops.scope,
    { x: teacher, y: student, batch: context.ragged(ops, 'teacher') },
    { ...settings.ot, scale: 1 / count },
    { gradient: true },
  );
  return {
    loss: statusTensor(ops.scope, status, 'loss'),
    gradient: gradient!,
    marginals: () => statusTensor(ops.scope, status, 'rowError', 'columnError'),
  };
}

function onHost(ops: HostOps, context: LossContext): LossResult {
  const { student, teacher } = hostSides(ops, context);
  const problem = { x: teacher, y: student, d: context.d, layout: context.layout('teacher') };
  const wanted = { gradient: true };
  const { status, gradient } = solveHost(ops.kind, problem, context.settings.ot, wanted);
  const mean = scaleValues(gradient!, 1 / context.count);
  return {
    ...hostResult(ops, context, statusField(status, 'loss'), mean),
    marginals: () => {
      const [rows, columns] = [statusField(status, 'rowError'), statusField(status, 'columnError')];
      const both = Float64Array.from([...rows, ...columns]);
      return ops.upload(both, [both.length], 'loss.marginals');
    },
  };
}

/** Fields of every status row on the device, `[fields * B]`, one field after the other. */
export function statusTensor(
  scope: Scope,
  status: Tensor,
  ...fields: readonly (keyof typeof STATUS)[]
): Tensor {
  const problems = status.shape[0]!;
  const count = fields.length * problems;
  const rows = Uint32Array.from(
    { length: count },
    (_, k) => (k % problems) * STATUS_SIZE + STATUS[fields[Math.floor(k / problems)]!],
  );
  const values = gatherRows(scope, {
    x: { ...status, shape: [problems * STATUS_SIZE, 1] },
    rows: scope.uploadU32(rows, [count], `status.${fields.join('.')}`),
  });
  return { ...values, shape: [count] };
}
