import source from '../../shaders/scoreKl.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const kernel = defineKernel({
  name: 'scoreKl',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface ScoreKlInputs {
  /** `[Q, D]`, the student's scores; finite. */
  readonly scores: Tensor;
  /** `[Q, D]`, the teacher's; `LOG_ZERO` for a document of probability 0, not all of a row. */
  readonly targets: Tensor;
  /** Tau, in the unit of the scores. */
  readonly temperature: number;
  /** Factor of the gradient, default 1; `1 / Q` gives the gradient of the mean loss. */
  readonly scale?: number;
  /** `[Q]`, overwritten and returned. */
  readonly outLoss?: Tensor;
  /** `[Q, D]`, overwritten and returned. */
  readonly outDScores?: Tensor;
}

/**
 * Kullback-Leibler divergence of each row, `KL(softmax(targets / tau) | softmax(scores / tau))`, and the gradient of
 * `scale * sum_i loss[i]`. With targets of 0 for one document and `LOG_ZERO` for the others it is the cross-entropy
 * of that document. Not multiplied by tau^2.
 *
 * @param scope owns the results, unless they are given.
 * @returns `loss` `[Q]` in nats, without `scale`, and `dScores` `[Q, D]`.
 * @throws ShapeError if `targets` or an output has the wrong shape, or there is no document.
 * @throws RangeError if `temperature` is not positive and finite, or an output is an input.
 * @see Hinton et al. 2015, Distilling the Knowledge in a Neural Network, section 2
 */
export function scoreKl(scope: Scope, inputs: ScoreKlInputs): { loss: Tensor; dScores: Tensor } {
  const { scores, targets, temperature, scale = 1 } = inputs;
  const [rows = 0, width = 0] = scores.shape;
  assertShape('scoreKl scores', scores, [rows, width]);
  if (width === 0) throw new ShapeError('scoreKl scores', scores.shape, [rows, 1]);
  assertShape('scoreKl targets', targets, [rows, width]);
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(`scoreKl: temperature must be positive and finite, got ${temperature}`);
  const loss = inputs.outLoss ?? scope.empty([rows], 'scoreKl.loss');
  const dScores = inputs.outDScores ?? scope.empty([rows, width], 'scoreKl.dScores');
  assertShape('scoreKl outLoss', loss, [rows]);
  assertShape('scoreKl outDScores', dScores, [rows, width]);
  assertNotAliased('scoreKl outLoss', loss, { scores, targets, dScores });
  assertNotAliased('scoreKl outDScores', dScores, { scores, targets });
  const tensors = { scores, targets, loss, dScores };
  kernel.dispatch(scope, { rows, width, temperature, scale }, tensors, rows);
  return { loss, dScores };
}
