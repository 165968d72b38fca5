import text from '../../shaders/newtonStep.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import { compose } from './compose';
import { assertNodes } from './laplacianScratch';
import { assertEps } from './otProblem';
import type { RaggedBatch } from './ragged';
import { rowLanes } from './rowLanes';

const source = compose(text);
const kernel = defineKernel({ name: 'newtonStep', source, lazy: true, constants: rowLanes });

export interface NewtonStepInputs {
  /** [entries]. */
  readonly cost: Tensor;
  /** [N + M], packed by problem: n row weights, then m column weights. Default 1/n and 1/m. */
  readonly weights?: Tensor;
  /** [N + M], f and g packed alike, in the unit of cost; updated in place. */
  readonly potentials: Tensor;
  readonly batch: RaggedBatch;
  readonly eps: number;
  /** [2 entries + N + M], overwritten; made in `scope` unless given. */
  readonly scratch?: Tensor;
}

/**
 * One damped Newton step on the dual of balanced transport for every problem: for the last digits, where plain
 * iterations gain little each. Near the solution the error is squared by each step; far from it the step is
 * damped (Levenberg) and may gain no more than plain iterations do. After it the sums of the longer side are
 * right to rounding. A step that does not lower the L1 marginal error is not taken.
 *
 * @returns `potentials`.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `eps` is not positive and finite, or both sides of a problem have more than 256 tokens.
 * @see Brauer, Clason, Lorenz & Wirth 2017, A Sinkhorn-Newton method for entropic optimal transport
 */
export function newtonStep(scope: Scope, inputs: NewtonStepInputs): Tensor {
  const { cost, weights, potentials, batch, eps } = inputs;
  const { count, rows, columns, entries, problems, planOffsets } = batch;
  assertEps('newtonStep', eps);
  assertNodes('newtonStep', batch);
  assertShape('newtonStep cost', cost, [entries]);
  if (weights) assertShape('newtonStep weights', weights, [rows + columns]);
  assertShape('newtonStep potentials', potentials, [rows + columns]);
  const size = 2 * entries + rows + columns;
  const scratch = inputs.scratch ?? scope.empty([size], 'newtonStep.scratch');
  assertShape('newtonStep scratch', scratch, [size]);
  assertNotAliased('newtonStep potentials', potentials, { cost, weights, scratch });
  kernel.dispatch(
    scope,
    { count, entries, eps, weighted: Number(weights !== undefined) },
    { cost, weights: weights ?? cost, problems, planOffsets, potentials, scratch },
    count,
  );
  return potentials;
}
