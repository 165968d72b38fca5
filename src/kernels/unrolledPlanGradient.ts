import text from '../../shaders/unrolledPlanGradient.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { assertOtSettings } from './otProblem';
import { problemAt, type RaggedBatch } from './ragged';
import { rowLanes } from './rowLanes';

/** Most rows and most columns of a problem; the shader's `SIDE`. */
const SIDE = 64;
const source = compose(text);
const kernel = defineKernel({
  name: 'unrolledPlanGradient',
  source,
  lazy: true,
  constants: rowLanes,
});

export interface UnrolledPlanGradientInputs {
  /** [entries]. */
  readonly cost: Tensor;
  /** [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. */
  readonly weights?: Tensor;
  readonly batch: RaggedBatch;
  readonly eps: number;
  /** Exactly so many, all gone through backwards. */
  readonly iterations: number;
  /** [entries], overwritten and returned; not `cost`. Made in `scope` unless given. */
  readonly out?: Tensor;
  /** [iterations, M], overwritten; made in `scope` unless given. */
  readonly history?: Tensor;
}

/**
 * Derivative by C of `<P_K(C), C>`, P_K the plan after exactly K balanced Sinkhorn iterations from g = 0, rows
 * first: what differentiating through the program gives. With more iterations it tends to the implicit
 * gradient; with few it is the gradient of what was computed, not of the transport cost. In logarithms.
 *
 * @param scope owns the result, unless `out` is given, and `history` likewise.
 * @returns `dC`, shape `[entries]`.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if a setting makes no sense, or a problem has more than 64 rows or columns.
 * @see Adams & Zemel 2011, Ranking via Sinkhorn Propagation
 */
export function unrolledPlanGradient(scope: Scope, inputs: UnrolledPlanGradientInputs): Tensor {
  const { cost, weights, batch, eps, iterations } = inputs;
  const { count, rows, columns, entries, problems, planOffsets } = batch;
  assertOtSettings('unrolledPlanGradient', { eps, iterations });
  assertSides(batch);
  assertShape('unrolledPlanGradient cost', cost, [entries]);
  if (weights) assertShape('unrolledPlanGradient weights', weights, [rows + columns]);
  const dC = inputs.out ?? scope.empty([entries], 'unrolledPlanGradient.dC');
  assertShape('unrolledPlanGradient out', dC, [entries]);
  const history =
    inputs.history ?? scope.empty([iterations, columns], 'unrolledPlanGradient.history');
  assertShape('unrolledPlanGradient history', history, [iterations, columns]);
  assertNotAliased('unrolledPlanGradient out', dC, { cost, weights, history });
  kernel.dispatch(
    scope,
    { count, columns, iterations, eps, weighted: Number(weights !== undefined) },
    { cost, weights: weights ?? cost, problems, planOffsets, dC, history },
    count,
  );
  return dC;
}

function assertSides({ layout }: RaggedBatch): void {
  for (let b = 0; b < layout.count; b++) {
    const { n, m } = problemAt(layout, b);
    if (n > SIDE || m > SIDE)
      throw new RangeError(
        `unrolledPlanGradient: problem ${b} is ${n} x ${m}; at most ${SIDE} x ${SIDE} can be unrolled`,
      );
  }
}
