import source from '../../shaders/maxSimArgmax.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { linear } from './linear';
import { type MaxSimTexts, maxSimSizes } from './maxSimTexts';

const constants = ({ software }: { software: boolean }) => ({ W: software ? 4 : 64 });
const kernel = defineKernel({ name: 'maxSimArgmax', source, constants });

/** The entry of `argmax` where the document is empty. */
export const NO_TOKEN = 0xffffffff;

export interface MaxSimArgmaxInputs extends MaxSimTexts {
  /** `[Q, D]`, overwritten and returned. */
  readonly outScores?: Tensor;
  /** u32 `[queryTokens, D]`, overwritten and returned. */
  readonly outArgmax?: Tensor<'u32'>;
}

/**
 * Scores as `maxSim` gives them, and for each query token and document the row of the best document token,
 * `argmax[i,t] = first j in t of greatest queries[i] . documents[j]`. For training batches: the products of all
 * token pairs are held for the call, and `linear` computes them fastest where `documentTokens` is a multiple of 4.
 *
 * @param scope owns the results, unless they are given.
 * @returns `scores` `[Q, D]` and `argmax` u32 `[queryTokens, D]`, `NO_TOKEN` for an empty document.
 * @throws ShapeError, RangeError as `maxSimSizes`; ShapeError if an output has the wrong shape.
 * @throws RangeError if either side has no token at all.
 */
export function maxSimArgmax(scope: Scope, inputs: MaxSimArgmaxInputs) {
  const { queries, queryOffsets, documents, documentOffsets } = inputs;
  const { Q, D, queryTokens, documentTokens } = maxSimSizes('maxSimArgmax', inputs);
  if (queryTokens === 0 || documentTokens === 0)
    throw new RangeError('maxSimArgmax: both sides need at least one token');
  const scores = inputs.outScores ?? scope.empty([Q, D], 'maxSimArgmax.scores');
  const argmax = inputs.outArgmax ?? scope.emptyU32([queryTokens, D], 'maxSimArgmax.argmax');
  assertShape('maxSimArgmax outScores', scores, [Q, D]);
  assertShape('maxSimArgmax outArgmax', argmax, [queryTokens, D]);
  using inner = scope.gpu.scope();
  const products = linear(inner, { x: queries, w: documents });
  const tensors = { products, queryOffsets, documentOffsets, scores, argmax };
  const groups = Math.ceil((Q * D) / constants(scope.gpu.adapter).W);
  kernel.dispatch(scope, { texts: Q, width: D, documentTokens }, tensors, groups);
  return { scores, argmax };
}
