import type { Scope, Tensor } from '../gpu';
import { maxSimBackwardDocument } from './maxSimBackwardDocument';
import { type MaxSimBackwardInputs, maxSimBackwardQuery } from './maxSimBackwardQuery';

export interface MaxSimBackwardOutputs {
  /** `[queryTokens, d]`, overwritten and returned. */
  readonly outDQueries?: Tensor;
  /** `[documentTokens, d]`, overwritten and returned. */
  readonly outDDocuments?: Tensor;
}

/**
 * Both gradients of MaxSim scores; where queries and documents are the same tensor, the whole gradient is their sum.
 *
 * @param scope owns the results, unless they are given.
 * @throws ShapeError, RangeError as `maxSimBackwardQuery` and `maxSimBackwardDocument`.
 */
export function maxSimBackward(
  scope: Scope,
  { outDQueries, outDDocuments, ...inputs }: MaxSimBackwardInputs & MaxSimBackwardOutputs,
): { dQueries: Tensor; dDocuments: Tensor } {
  const dQueries = maxSimBackwardQuery(scope, {
    ...inputs,
    ...(outDQueries && { out: outDQueries }),
  });
  const dDocuments = maxSimBackwardDocument(scope, {
    ...inputs,
    ...(outDDocuments && { out: outDDocuments }),
  });
  return { dQueries, dDocuments };
}
