import text from '../../shaders/implicitPlanGradient.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { laplacianScratch } from './laplacianScratch';
import { assertEps } from './otProblem';
import type { RaggedBatch } from './ragged';
import { rowLanes } from './rowLanes';

const source = compose(text);
const kernel = defineKernel({
  name: 'implicitPlanGradient',
  source,
  lazy: true,
  constants: rowLanes,
});

export interface ImplicitPlanGradientInputs {
  /** [entries], a (nearly) converged plan of balanced transport; not negative. */
  readonly plan: Tensor;
  /** [entries], the cost it was made with. */
  readonly cost: Tensor;
  readonly batch: RaggedBatch;
  /** The eps it was made with, in the unit of `cost`. */
  readonly eps: number;
  /** [entries], overwritten and returned; neither `plan` nor `cost`. Made in `scope` unless given. */
  readonly out?: Tensor;
  /** [entries], overwritten; needed where both sides of a problem have more than 55 tokens. */
  readonly scratch?: Tensor;
}

/**
 * Exact derivative of the loss `<P(C), C>` by C, P(C) the plan of balanced entropic transport, by the implicit
 * function theorem: also how the plan moves counts, which the plan-fixed gradient `dC = P` leaves out.
 *
 * It is the derivative at the marginals that `plan` has, so an unfinished plan costs accuracy in proportion to
 * its marginal error. Rows and columns without mass get 0. Pieces of the plan that no entry joins (all others
 * below 1e-37) are treated each by itself. Never NaN for finite input.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `dC`, shape `[entries]`, in the order of `plan`.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `eps` is not positive and finite, or both sides of a problem have more than 256 tokens.
 * @see Luise et al. 2018, Differential Properties of Sinkhorn Approximation, section 4
 */
export function implicitPlanGradient(scope: Scope, inputs: ImplicitPlanGradientInputs): Tensor {
  const { plan, cost, batch, eps } = inputs;
  const { count, entries, problems, planOffsets } = batch;
  assertEps('implicitPlanGradient', eps);
  assertShape('implicitPlanGradient plan', plan, [entries]);
  assertShape('implicitPlanGradient cost', cost, [entries]);
  const scratch = laplacianScratch('implicitPlanGradient', scope, batch, inputs.scratch);
  const dC = inputs.out ?? scope.empty([entries], 'implicitPlanGradient.dC');
  assertShape('implicitPlanGradient out', dC, [entries]);
  assertNotAliased('implicitPlanGradient out', dC, { plan, cost, scratch });
  const tensors = { plan, cost, problems, planOffsets, dC, scratch };
  kernel.dispatch(scope, { count, eps }, tensors, count);
  return dC;
}
