import source from '../../shaders/supervisedContrastive.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';

const constants = ({ software }: { software: boolean }) => ({ W: software ? 4 : 32 });
const kernel = defineKernel({ name: 'supervisedContrastive', source, constants });

export interface SupervisedContrastiveInputs {
  /** `[n, n]`, row i: anchor i against every text of the batch; the diagonal is not read. */
  readonly scores: Tensor;
  /** u32 `[n]`. */
  readonly labels: Tensor<'u32'>;
  /** Tau, in the unit of the scores. */
  readonly temperature: number;
  /** Factor of the gradient, default 1; `1 / n` gives the gradient of the mean loss. */
  readonly scale?: number;
  /** `[n]`, overwritten and returned. */
  readonly outLoss?: Tensor;
  /** `[n, n]`, overwritten and returned. */
  readonly outDScores?: Tensor;
}

/**
 * Supervised contrastive loss of each anchor and the gradient of `scale * sum_i loss[i]`,
 * `loss[i] = -1/|P| sum_{p in P} log softmax_{j != i}(scores[i,j] / temperature)[p]`, `P = {p != i, equal label}`.
 *
 * An anchor without a positive has loss 0 and no gradient.
 *
 * @param scope owns the results, unless they are given.
 * @returns `loss` `[n]` in nats, without `scale`, and `dScores` `[n, n]`.
 * @throws ShapeError if `scores` is not `[n, n]` or `labels` not `[n]`, or an output has the wrong shape.
 * @throws RangeError if `temperature` is not positive and finite.
 * @see Khosla et al. 2020, equation 2
 */
export function supervisedContrastive(scope: Scope, inputs: SupervisedContrastiveInputs) {
  const { scores, labels, temperature, scale = 1 } = inputs;
  const n = scores.shape[0]!;
  assertShape('supervisedContrastive scores', scores, [n, n]);
  assertShape('supervisedContrastive labels', labels, [n]);
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(
      `supervisedContrastive: temperature must be positive and finite, got ${temperature}`,
    );
  const loss = inputs.outLoss ?? scope.empty([n], 'supervisedContrastive.loss');
  const dScores = inputs.outDScores ?? scope.empty([n, n], 'supervisedContrastive.dScores');
  assertShape('supervisedContrastive outLoss', loss, [n]);
  assertShape('supervisedContrastive outDScores', dScores, [n, n]);
  const groups = Math.ceil(n / constants(scope.gpu.adapter).W);
  const tensors = { scores, labels, loss, dScores };
  kernel.dispatch(scope, { n, temperature, scale }, tensors, groups);
  return { loss, dScores };
}
