import source from '../../shaders/maxSimBackwardDocument.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import type { MaxSimBackwardInputs } from './maxSimBackwardQuery';
import { maxSimSizes } from './maxSimTexts';

const constants = ({ software }: { software: boolean }) => ({ W: software ? 4 : 32 });
const kernel = defineKernel({ name: 'maxSimBackwardDocument', source, constants });

/**
 * Gradient of MaxSim scores with respect to the document tokens,
 * `dDocuments[j] = sum_q dScores[q,t] / |q| sum_{i in q, argmax[i,t] = j} queries[i]`, j in document t. Deterministic.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `[documentTokens, d]`.
 * @throws ShapeError, RangeError as `maxSimSizes`; ShapeError for `dScores`, `argmax` or `out` of another shape.
 */
export function maxSimBackwardDocument(
  scope: Scope,
  inputs: MaxSimBackwardInputs & { readonly out?: Tensor },
): Tensor {
  const { queries, queryOffsets, documents, documentOffsets, dScores, argmax } = inputs;
  const { Q, D, queryTokens, d4 } = maxSimSizes('maxSimBackwardDocument', inputs);
  assertShape('maxSimBackwardDocument dScores', dScores, [Q, D]);
  assertShape('maxSimBackwardDocument argmax', argmax, [queryTokens, D]);
  const dDocuments =
    inputs.out ?? scope.empty(documents.shape, 'maxSimBackwardDocument.dDocuments');
  assertShape('maxSimBackwardDocument out', dDocuments, documents.shape);
  const tensors = { dScores, argmax, queries, queryOffsets, documentOffsets, dDocuments };
  kernel.dispatch(scope, { texts: Q, width: D, d4 }, tensors, D);
  return dDocuments;
}
