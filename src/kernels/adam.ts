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
  /** The shape of `w`; an entry beyond 1e16 counts as 1e16. */
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
}

/**
 * One step of Adam in place: `w -= learningRate mHat / (sqrt(vHat) + epsilon)` for the gradient
 * `clipScale * gradient + pull * (w - start)`. The bias corrections are computed in float64.
 *
 * @throws ShapeError if shapes differ.
 * @throws RangeError if `step` is not a whole number from 1 on, a rate is not finite, `beta1` or
 *   `beta2` is outside [0, 1), `epsilon` below 1e-30, `pull` lacks `start`, or tensors coincide.
 * @see Kingma & Ba 2015, Adam, algorithm 1
 */
export function adam(scope: Scope, inputs: AdamInputs): void {
  const { w, m, v, gradient, start, learningRate, step } = inputs;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, pull = 0, clipScale = 1 } = inputs;
  for (const [name, tensor] of Object.entries({ m, v, gradient, ...(start && { start }) }))
    assertShape(`adam ${name}`, tensor, w.shape);
  assertNotAliased('adam w', w, { m, v, gradient, start });
  assertNotAliased('adam m', m, { v, gradient, start });
  assertNotAliased('adam v', v, { gradient, start });
  assertNumbers({ learningRate, beta1, beta2, epsilon, step, pull, clipScale });
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
  };
  const tensors = { gradient, start: start ?? gradient, w, m, v };
  kernel.dispatch(scope, params, tensors, Math.ceil(params.count / W));
}

function assertNumbers(
  numbers: Record<
    'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'step' | 'pull' | 'clipScale',
    number
  >,
): void {
  const refuse = (name: keyof typeof numbers, want: string) => {
    throw new RangeError(`adam: ${name} must be ${want}, got ${numbers[name]}`);
  };
  const { beta1, beta2, epsilon, step } = numbers;
  for (const name of ['learningRate', 'pull', 'clipScale'] as const)
    if (!Number.isFinite(numbers[name])) refuse(name, 'finite');
  if (!(beta1 >= 0 && beta1 < 1)) refuse('beta1', 'in [0, 1)');
  if (!(beta2 >= 0 && beta2 < 1)) refuse('beta2', 'in [0, 1)');
  if (!(epsilon >= 1e-30 && Number.isFinite(epsilon)))
    refuse('epsilon', 'at least 1e-30 and finite');
  if (!(Number.isInteger(step) && step >= 1)) refuse('step', 'a whole number from 1 on');
}
