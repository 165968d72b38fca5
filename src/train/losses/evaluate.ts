import type { NnArray } from '../../nn';
import { LossContext } from './context';
import { LOSSES } from './table';
import type { EvaluateLoss, LossResult } from './types';

/**
 * The weighted sum of `terms` and the gradient of its mean over pairs with respect to the student's unit vectors;
 * `ops` owns both. Nothing is read back from a device, but for `hard`.
 *
 * @throws RangeError if there is no term, the batch does not fit together, a setting makes no sense, or a term
 *   wants documents where there are none.
 */
export const evaluateLoss: EvaluateLoss = async (ops, terms, batch, settings) => {
  if (terms.length === 0) throw new RangeError('evaluateLoss: there is no term');
  const context = new LossContext(ops, batch, settings);
  let sum: LossResult | undefined;
  for (const { name, weight } of terms) {
    const term = weighted(context, await LOSSES[name](context), weight);
    sum = sum ? add(context, sum, term) : term;
  }
  return sum!;
};

function weighted({ ops }: LossContext, term: LossResult, weight: number): LossResult {
  const { loss, gradient, ...rest } = term;
  if (weight === 1) return term;
  const scaled = (x: NnArray) => {
    const into = ops.zeros(x.shape, 'loss.weighted');
    ops.addInto({ x, into, scale: weight });
    return into;
  };
  return { loss: scaled(loss), gradient: scaled(gradient), ...rest };
}

function add({ ops }: LossContext, into: LossResult, term: LossResult): LossResult {
  ops.addInto({ x: term.loss, into: into.loss });
  ops.addInto({ x: term.gradient, into: into.gradient });
  const marginals = into.marginals ?? term.marginals;
  return marginals ? { ...into, marginals } : into;
}
