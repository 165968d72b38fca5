import {
  columnEntropy,
  columnEntropyCpu,
  groundCost,
  planGradient,
  planGradientCpu,
} from '../../kernels';
import type { NnArray, NnOps, Parameter } from '../../nn';
import type { Regularisers } from '../types';
import { cosineCosts } from './alignment';
import { deviceSides, hostResult, hostSides, LossContext } from './context';
import type { LossBatch, LossResult, LossSettings } from './types';

/** How far rows may be from orthonormal for `orthogonalityTargets` to take them for it. */
const ORTHONORMAL = 1e-3;

/**
 * Adds the gradients of the regularisers that act on vectors, `centring` and `columnEntropy`, to that of a loss. The
 * loss itself stays as it is. The soft argmax of `columnEntropy` has `settings.temperature`.
 *
 * @throws RangeError if the batch does not fit together, or `columnEntropy` has no proper temperature.
 */
export function addBatchRegularisers(
  ops: NnOps,
  batch: LossBatch,
  settings: LossSettings,
  { centring: centre, columnEntropy: spread }: Pick<Regularisers, 'centring' | 'columnEntropy'>,
  { gradient }: Pick<LossResult, 'gradient'>,
): void {
  if (centre === 0 && spread === 0) return;
  const context = new LossContext(ops, batch, settings);
  if (centre !== 0) ops.addInto({ x: centring(context).gradient, into: gradient, scale: centre });
  if (spread !== 0) ops.addInto({ x: hubs(context).gradient, into: gradient, scale: spread });
}

/** `|mean student vector - mean teacher vector|^2` over all tokens of the batch, `[1]`, and its gradient. */
export function centring({ ops, batch, d }: LossContext): LossResult {
  const { student, teacher } = batch;
  const [n, m] = [student.shape[0]!, teacher.shape[0]!];
  const sumOf = (x: NnArray) => {
    const into = ops.zeros([d], 'centring.sum');
    ops.linearBias({ dy: x, into });
    return into;
  };
  const gap = ops.zeros([d], 'centring.gap');
  ops.addInto({ x: sumOf(student), into: gap, scale: 1 / n });
  ops.addInto({ x: sumOf(teacher), into: gap, scale: -1 / m });
  const row = ops.zeros([1, d], 'centring.row');
  ops.copy(gap, row);
  const rows = ops.indices(new Uint32Array(n), 'centring.rows');
  const gradient = ops.zeros(student.shape, 'centring.gradient');
  ops.addInto({ x: ops.gatherRows({ x: row, rows }), into: gradient, scale: 2 / n });
  return { loss: ops.sumOfSquares([gap]), gradient };
}

/**
 * One minus the normalised entropy of the mass that each student text puts on the teacher's tokens under a soft
 * argmax, `[B]`; the gradient is that of the mean.
 */
export function hubs(context: LossContext): LossResult {
  const { ops, d, count, settings } = context;
  const { temperature } = settings;
  if (ops.kind === 'wgsl') {
    const { student: x, teacher: y } = deviceSides(context);
    const batch = context.ragged(ops, 'student');
    const cost = groundCost(ops.scope, { x, y, batch });
    const { loss, dC } = columnEntropy(ops.scope, { cost, batch, temperature });
    return { loss, gradient: planGradient(ops.scope, { plan: dC, y, batch, scale: 1 / count }) };
  }
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(
      `columnEntropy: temperature must be positive and finite, got ${temperature}`,
    );
  const layout = context.layout('student');
  const cost = cosineCosts(ops, context);
  const { loss, dC } = columnEntropyCpu({ cost, layout, temperature });
  const { teacher: y } = hostSides(ops, context);
  const gradient = planGradientCpu({ plan: dC, y, d, layout, scale: 1 / count });
  return hostResult(ops, context, loss, gradient);
}

/**
 * The parameters that `addOrthogonality` is for: matrices whose rows (or columns, where those are fewer) are orthonormal at
 * the start. Others, such as the maps of an encoder layer, would be pulled away from what they know. Reads them back; ask once.
 *
 * @throws RangeError if there is none, since the regulariser would do nothing.
 */
export async function orthogonalityTargets(
  ops: NnOps,
  parameters: readonly Parameter[],
): Promise<Parameter[]> {
  const found: Parameter[] = [];
  for (const parameter of parameters) {
    if (parameter.start.shape.length !== 2) continue;
    if (await isOrthonormal(ops, parameter.start)) found.push(parameter);
  }
  if (found.length === 0)
    throw new RangeError(
      `orthogonality: wants a matrix with orthonormal rows or columns at the start, found none among ${parameters.map(({ name }) => name).join(', ')}`,
    );
  return found;
}

async function isOrthonormal(ops: NnOps, matrix: NnArray): Promise<boolean> {
  using inner = ops.open();
  const [square] = await inner.read(inner.sumOfSquares([offOrthonormal(inner, matrix)]));
  return square! <= ORTHONORMAL ** 2;
}

/** Adds the gradient of `weight * |M M^T - I|_F^2 / rows` (M^T M where columns are fewer) to each parameter's own. */
export function addOrthogonality(
  ops: NnOps,
  parameters: readonly Parameter[],
  weight: number,
): void {
  if (weight === 0) return;
  for (const { w, gradient } of parameters) {
    const [rows, columns] = w.shape as [number, number];
    using inner = ops.open();
    const off = offOrthonormal(inner, w);
    // `off` is symmetric, so that M off is M off^T.
    const slope =
      rows <= columns ? inner.linearInput({ dy: off, w }) : inner.linear({ x: w, w: off });
    ops.addInto({ x: slope, into: gradient, scale: (4 * weight) / Math.min(rows, columns) });
  }
}

/** `M M^T - I`, or `M^T M - I` where columns are fewer; `ops` owns it. */
export function offOrthonormal(ops: NnOps, matrix: NnArray): NnArray {
  const [rows, columns] = matrix.shape as [number, number];
  const size = Math.min(rows, columns);
  const minusOne = Float32Array.from({ length: size * size }, (_, at) => -+(at % (size + 1) === 0));
  const identity = ops.upload(minusOne, [size, size], 'orthogonality');
  if (rows <= columns) return ops.linear({ x: matrix, w: matrix, addend: identity });
  ops.linearWeight({ dy: matrix, x: matrix, into: identity });
  return identity;
}
