import source from '../../shaders/maxSimBackwardQuery.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { type MaxSimTexts, maxSimSizes } from './maxSimTexts';

const constants = ({ software }: { software: boolean }) => ({ W: software ? 4 : 64 });
const kernel = defineKernel({ name: 'maxSimBackwardQuery', source, constants });

export interface MaxSimBackwardInputs extends MaxSimTexts {
  /** `[Q, D]`, gradient with respect to the scores. */
  readonly dScores: Tensor;
  /** u32 `[queryTokens, D]`, from `maxSimArgmax` with the same texts. */
  readonly argmax: Tensor<'u32'>;
}

/**
 * Gradient of MaxSim scores with respect to the query tokens,
 * `dQueries[i] = 1/|q| sum_t dScores[q,t] documents[argmax[i,t]]`. Deterministic.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `[queryTokens, d]`.
 * @throws ShapeError, RangeError as `maxSimSizes`; ShapeError for `dScores`, `argmax` or `out` of another shape.
 */
export function maxSimBackwardQuery(
  scope: Scope,
  inputs: MaxSimBackwardInputs & { readonly out?: Tensor },
): Tensor {
  const { queries, queryOffsets, documents, dScores, argmax } = inputs;
  const { Q, D, queryTokens, d4 } = maxSimSizes('maxSimBackwardQuery', inputs);
  assertShape('maxSimBackwardQuery dScores', dScores, [Q, D]);
  assertShape('maxSimBackwardQuery argmax', argmax, [queryTokens, D]);
  const dQueries = inputs.out ?? scope.empty(queries.shape, 'maxSimBackwardQuery.dQueries');
  assertShape('maxSimBackwardQuery out', dQueries, queries.shape);
  const tensors = { dScores, argmax, queryOffsets, documents, dQueries };
  kernel.dispatch(scope, { texts: Q, width: D, d4 }, tensors, Q);
  return dQueries;
}
