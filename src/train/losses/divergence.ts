import type { Tensor } from '../../gpu';
import { addScaled, raggedBatch, raggedLayout } from '../../kernels';
import type { HostOps, WgslOps } from '../../nn';
import { solveOt } from '../../ot';
import { deviceSides, hostResult, hostSides, type LossContext, type PairLoss } from './context';
import { assertBalanced, scaleValues, solveHost, statusField } from './hostTransport';
import { statusTensor } from './transport';
import type { LossResult } from './types';

/**
 * `ot-divergence`: `V(t, u) - V(t, t) / 2 - V(u, u) / 2` of regularised values (Feydy et al. 2019): what entropy
 * adds is taken off, so that a text is at distance 0 from itself at any eps. In float32 a divergence below 1e-6 is
 * not told from 0.
 *
 * @throws RangeError if the marginals are not balanced.
 */
export const sinkhornDivergence: PairLoss = (context) => {
  assertBalanced('ot-divergence', context.settings.ot);
  const { ops } = context;
  return ops.kind === 'wgsl' ? onDevice(ops, context) : onHost(ops, context);
};

// V(u, u) / 2 moves with u as its first and as its second argument, alike: twice half the gradient by the second.

function onDevice(ops: WgslOps, context: LossContext): LossResult {
  const { scope } = ops;
  const { student, teacher } = deviceSides(context);
  const settings = { ...context.settings.ot, scale: 1 / context.count };
  const { studentCounts, teacherCounts } = context.batch;
  const alone = (x: Tensor, counts: Uint32Array) => ({
    x,
    y: x,
    batch: raggedBatch(scope, counts, counts),
  });
  const batch = context.ragged(ops, 'teacher');
  const wanted = { gradient: true };
  const across = solveOt(scope, { x: teacher, y: student, batch }, settings, wanted);
  const ofTeacher = solveOt(scope, alone(teacher, teacherCounts), settings);
  const ofStudent = solveOt(scope, alone(student, studentCounts), settings, wanted);
  const value = (status: Tensor) => statusTensor(scope, status, 'value');
  const half = addScaled(scope, {
    x: value(across.status),
    y: value(ofTeacher.status),
    scale: -0.5,
  });
  return {
    loss: addScaled(scope, { x: half, y: value(ofStudent.status), scale: -0.5 }),
    gradient: addScaled(scope, { x: across.gradient!, y: ofStudent.gradient!, scale: -1 }),
  };
}

function onHost(ops: HostOps, context: LossContext): LossResult {
  const { student, teacher } = hostSides(ops, context);
  const { studentCounts, teacherCounts } = context.batch;
  const { ot } = context.settings;
  const shared = { d: context.d };
  const alone = (x: typeof student, counts: Uint32Array) => ({
    ...shared,
    x,
    y: x,
    layout: raggedLayout(counts, counts),
  });
  const both = { ...shared, x: teacher, y: student, layout: context.layout('teacher') };
  const across = solveHost(ops.kind, both, ot, { gradient: true });
  const ofTeacher = solveHost(ops.kind, alone(teacher, teacherCounts), ot);
  const ofStudent = solveHost(ops.kind, alone(student, studentCounts), ot, { gradient: true });
  const [left, right] = [ofTeacher, ofStudent].map(({ status }) => statusField(status, 'value'));
  const loss = statusField(across.status, 'value').map((v, b) => v - (left![b]! + right![b]!) / 2);
  const gradient = across.gradient!.map((g, k) => g - ofStudent.gradient![k]!);
  return hostResult(ops, context, loss, scaleValues(gradient, 1 / context.count));
}
