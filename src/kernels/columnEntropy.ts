import source from '../../shaders/columnEntropy.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';
import type { RaggedBatch } from './ragged';

const kernel = defineKernel({
  name: 'columnEntropy',
  source,
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

export interface ColumnEntropyInputs {
  /** [entries], finite. */
  readonly cost: Tensor;
  readonly batch: RaggedBatch;
  /** Tau of the soft argmin, in the unit of cost. */
  readonly temperature: number;
  readonly out?: ColumnEntropyOutputs;
}

export interface ColumnEntropyOutputs {
  /** [B], 0 where the rows spread evenly over the columns, 1 where all are on one. */
  readonly loss: Tensor;
  /** [entries], derivative of the sum of the losses by the cost. */
  readonly dC: Tensor;
  /** [M], the share of the rows on each column. */
  readonly mass: Tensor;
}

/**
 * One minus the normalised entropy of the mass on the columns of each problem, where row i spreads by
 * `softmax_j(-cost / tau)`: rises where many rows crowd onto few columns (hubs). A problem with one column has 0.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `temperature` is not positive and finite, or an output is the cost.
 */
export function columnEntropy(scope: Scope, inputs: ColumnEntropyInputs): ColumnEntropyOutputs {
  const { cost, batch, temperature } = inputs;
  const { count, columns, entries, problems, planOffsets } = batch;
  assertShape('columnEntropy cost', cost, [entries]);
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(
      `columnEntropy: temperature must be positive and finite, got ${temperature}`,
    );
  const { loss, dC, mass } = inputs.out ?? {
    loss: scope.empty([count], 'columnEntropy.loss'),
    dC: scope.empty([entries], 'columnEntropy.dC'),
    mass: scope.empty([columns], 'columnEntropy.mass'),
  };
  assertShape('columnEntropy out.loss', loss, [count]);
  assertShape('columnEntropy out.dC', dC, [entries]);
  assertShape('columnEntropy out.mass', mass, [columns]);
  assertNotAliased('columnEntropy out.dC', dC, { cost, loss, mass });
  const tensors = { cost, problems, planOffsets, loss, dC, mass };
  kernel.dispatch(scope, { count, temperature }, tensors, count);
  return { loss, dC, mass };
}
