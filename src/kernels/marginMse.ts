import source from '../../shaders/marginMse.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const kernel = defineKernel({
  name: 'marginMse',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface MarginMseInputs {
  /** `[Q, D]`, the student's scores; finite. */
  readonly scores: Tensor;
  /** `[Q, D]`, the teacher's. */
  readonly targets: Tensor;
  /** Factor of the gradient, default 1; `1 / Q` gives the gradient of the mean loss. */
  readonly scale?: number;
  /** `[Q]`, overwritten and returned. */
  readonly outLoss?: Tensor;
  /** `[Q, D]`, overwritten and returned. */
  readonly outDScores?: Tensor;
}

/**
 * MarginMSE of each row over all pairs of its documents, `mean_{j<k} ((s_j - s_k) - (t_j - t_k))^2`, and the gradient
 * of `scale * sum_i loss[i]`; the source takes one relevant and one other document a query. 0 for one document.
 *
 * @param scope owns the results, unless they are given.
 * @returns `loss` `[Q]`, without `scale`, and `dScores` `[Q, D]`.
 * @throws ShapeError if `targets` or an output has the wrong shape, or there is no document.
 * @throws RangeError if an output is an input.
 * @see Hofstätter et al. 2020, Cross-Architecture Knowledge Distillation (MarginMSE)
 */
export function marginMse(
  scope: Scope,
  inputs: MarginMseInputs,
): { loss: Tensor; dScores: Tensor } {
  const { scores, targets, scale = 1 } = inputs;
  const [rows = 0, width = 0] = scores.shape;
  assertShape('marginMse scores', scores, [rows, width]);
  if (width === 0) throw new ShapeError('marginMse scores', scores.shape, [rows, 1]);
  assertShape('marginMse targets', targets, [rows, width]);
  const loss = inputs.outLoss ?? scope.empty([rows], 'marginMse.loss');
  const dScores = inputs.outDScores ?? scope.empty([rows, width], 'marginMse.dScores');
  assertShape('marginMse outLoss', loss, [rows]);
  assertShape('marginMse outDScores', dScores, [rows, width]);
  assertNotAliased('marginMse outLoss', loss, { scores, targets, dScores });
  assertNotAliased('marginMse outDScores', dScores, { scores, targets });
  kernel.dispatch(scope, { rows, width, scale }, { scores, targets, loss, dScores }, rows);
  return { loss, dScores };
}
