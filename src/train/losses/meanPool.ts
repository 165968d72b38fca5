import { meanPoolMse, meanPoolMseCpu } from '../../kernels';
import { deviceSides, hostResult, hostSides, type PairLoss } from './context';

/** `mse`: squared distance of the mean token vectors (Reimers & Gurevych 2020). */
export const meanPool: PairLoss = (context) => {
  const { ops, d, count } = context;
  if (ops.kind === 'wgsl') {
    const { student: x, teacher: y } = deviceSides(context);
    const batch = context.ragged(ops, 'student');
    return meanPoolMse(ops.scope, { x, y, batch, scale: 1 / count });
  }
  const { student: x, teacher: y } = hostSides(ops, context);
  const host = { x, y, d, layout: context.layout('student'), scale: 1 / count };
  const { loss, gradient } = meanPoolMseCpu(host);
  return hostResult(ops, context, loss, gradient);
};
