import source from '../../shaders/adam.wgsl?raw';
import { assertShape, defineKernel, type Scope, sizeOf, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 256;
const kernel = defineKernel({ name: 'adam', source, constants: () => ({ W }) });

export interface AdamInputs {
  /** The weights, any shape; changed in place. */
  w: Tensor;
  /** The shape of `w`, zeros before step 1: running mean of the gradients; changed in place. */
  m: Tensor;
  /** The shape of `w`, zeros before step 1: running mean of their squares; changed in place. */
  v: Tensor;
  /** The shape of `w`; an entry beyond 1e16 counts as 1e16, one that is not finite loses its weight. */
  gradient: Tensor;
  /** The shape of `w`: the weights that `pull` pulls towards. */
  start?: Tensor | undefined;
  learningRate: number;
  /** In [0, 1), default 0.9. */
  beta1?: number;
  /** In [0, 1), default 0.999. */
  beta2?: number;
  /** At least 1e-30, default 1e-8. */
  epsilon?: number;
  /** Counts from 1. */
  step: number;
  /** Adds `pull * (w - start)` to the gradient, default 0. */
  pull?: number;
  /** Multiplies `gradient`, default 1. */
  clipScale?: number;
  /** Decoupled: `w -= learningRate * weightDecay * w` besides, default 0. */
  weightDecay?: number;
  /** Scales `gradient` further, so that the norm of all gradients, times `clipScale`, is at most `maxNorm`. */
  clip?:
    | {
        /** `[1]`, of all gradients of the step together; see `sumSquaresOfAll`. */
        readonly sumOfSquares: Tensor;
        /** Above 0. */
        readonly maxNorm: number;
      }
    | undefined;
}

/**
 * One step of Adam (with `weightDecay`, AdamW) in place: `w -= learningRate (mHat / (sqrt(vHat) + epsilon) +
 * weightDecay w)` for the gradient `clipScale * gradient + pull * (w - start)`. The bias corrections are
 * computed in float64; `clip` needs no readback. Where the gradient is infinite or no number, w becomes 1e30 and both
 * moments 0: the norm of the weights tells of it (`sumSquares`), and the others are not touched by it.
 *
 * @throws ShapeError if shapes differ.
 * @throws RangeError if `step` is not a whole number from 1 on, a rate is not finite, `beta1` or
 *   `beta2` is outside [0, 1), `epsilon` below 1e-30, `weightDecay` below 0, `maxNorm` not above 0, `pull` lacks
 *   `start`, or tensors coincide.
 * @see Kingma & Ba 2015, Adam, algorithm 1; Loshchilov & Hutter 2019, Decoupled weight decay regularization
 */
export function adam(scope: Scope, inputs: AdamInputs): void {
  const { w, m, v, gradient, start, learningRate, step } = inputs;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, pull = 0, clipScale = 1 } = inputs;
  const { weightDecay = 0, clip } = inputs;
  const maxNorm = clip?.maxNorm ?? 0;
  const sumOfSquares = clip?.sumOfSquares;
  for (const [name, tensor] of Object.entries({ m, v, gradient, ...(start && { start }) }))
    assertShape(`adam ${name}`, tensor, w.shape);
  if (sumOfSquares) assertShape('adam sumOfSquares', sumOfSquares, [1]);
  assertNotAliased('adam w', w, { m, v, gradient, start, sumOfSquares });
  assertNotAliased('adam m', m, { v, gradient, start, sumOfSquares });
  assertNotAliased('adam v', v, { gradient, start, sumOfSquares });
  assertNumbers({
    learningRate,
    beta1,
    beta2,
    epsilon,
    step,
    pull,
    clipScale,
    weightDecay,
    maxNorm,
  });
  if (clip && maxNorm === 0) throw new RangeError('adam: maxNorm must be above 0, got 0');
  if (pull !== 0 && !start) throw new RangeError('adam: pull needs start');

  const params = {
    count: sizeOf(w.shape),
    beta1,
    beta2,
    oneMinusBeta1: 1 - beta1,
    oneMinusBeta2: 1 - beta2,
    rate: learningRate / (1 - beta1 ** step),
    spread: 1 / Math.sqrt(1 - beta2 ** step),
    epsilon,
    pull,
    clipScale,
    maxNorm,
    decay: learningRate * weightDecay,
  };
  const tensors = {
    gradient,
    start: start ?? gradient,
    sumOfSquares: sumOfSquares ?? gradient,
    w,
    m,
    v,
  };
  kernel.dispatch(scope, params, tensors, Math.ceil(params.count / W));
}

function assertNumbers(
  numbers: Record<
    | 'learningRate'
    | 'beta1'
    | 'beta2'
    | 'epsilon'
    | 'step'
    | 'pull'
    | 'clipScale'
    | 'weightDecay'
    | 'maxNorm',
    number
  >,
): void {
  const refuse = (name: keyof typeof numbers, want: string) => {
    throw new RangeError(`adam: ${name} must be ${want}, got ${numbers[name]}`);
  };
  const { beta1, beta2, epsilon, step } = numbers;
  for (const name of ['learningRate', 'pull', 'clipScale'] as const)
    if (!Number.isFinite(numbers[name])) refuse(name, 'finite');
  for (const name of ['weightDecay', 'maxNorm'] as const)
    if (!(numbers[name] >= 0 && Number.isFinite(numbers[name])))
      refuse(name, 'at least 0 and finite');
  if (!(beta1 >= 0 && beta1 < 1)) refuse('beta1', 'in [0, 1)');
  if (!(beta2 >= 0 && beta2 < 1)) refuse('beta2', 'in [0, 1)');
  if (!(epsilon >= 1e-30 && Number.isFinite(epsilon)))
    refuse('epsilon', 'at least 1e-30 and finite');
  if (!(Number.isInteger(step) && step >= 1)) refuse('step', 'a whole number from 1 on');
}
