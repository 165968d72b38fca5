import source from '../../shaders/sinkhornLog.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';

import type { RaggedBatch } from './ragged';
import { assertSinkhornSettings } from './sinkhornSettings';

const kernel = defineKernel({
  name: 'sinkhornLog',
  source,
  // SwiftShader pays for barriers by the lanes they stop (W 4: 26 ms, 8: 29, 16: 43); a GPU wants a full wave.
  constants: ({ software }) => ({ W: software ? 4 : 64 }),
});

/** Stands for log(0) in weights: finite, because shaders may assume that infinities never occur. */
export const LOG_ZERO = -1e30;

export interface SinkhornLogInputs {
  /** [entries], any finite cost. */
  readonly cost: Tensor;
  /** [N], log weights of rows, at most 0 each; a zero weight is `LOG_ZERO`. */
  readonly logA: Tensor;
  /** [M], log weights of columns, likewise. */
  readonly logB: Tensor;
  readonly batch: RaggedBatch;
  /** Strength of the entropy, in the unit of `cost`. */
  readonly eps: number;
  /** Most iterations; a row and a column update each. */
  readonly iterations: number;
  /** A problem stops one iteration after its L1 row error is at most this; 0 (default) never stops early. */
  readonly tolerance?: number;
  readonly out?: SinkhornLogOutputs;
}

export interface SinkhornLogOutputs {
  /** [N], row potentials in the unit of `cost`. */
  readonly f: Tensor;
  /** [M], column potentials in the unit of `cost`. */
  readonly g: Tensor;
  /** [B, 2]: L1 row error of the plan that f and g give, iterations used. */
  readonly status: Tensor;
}

/**
 * Solves entropic optimal transport for every problem of a ragged batch: log-domain Sinkhorn from
 * g = 0, rows first, all iterations in one dispatch. The plan is `exp((f[i] + g[j] - cost[i,j]) / eps)`:
 * the weights are inside the potentials. Its columns sum to exp(logB); how far its rows are from
 * exp(logA) is the status. Potentials are unique up to a constant moved from f to g.
 *
 * The number of iterations needed grows like 1 / eps: on token costs a row error of 1e-3 takes about 30
 * at eps 0.05 and 340 at 0.005. Where the status stays high, raise `iterations` or `eps`.
 *
 * @param scope owns the results, unless `out` is given.
 * @throws ShapeError if a tensor does not fit the batch.
 * @throws RangeError if `eps` is not positive and finite, `iterations` not a whole number of at least
 *   1, or `tolerance` negative.
 * @see Peyré & Cuturi 2019, section 4.4
 */
export function sinkhornLog(scope: Scope, inputs: SinkhornLogInputs): SinkhornLogOutputs {
  const { cost, logA, logB, batch, eps, iterations, tolerance = 0 } = inputs;
  const { count, rows, columns, entries, problems, planOffsets } = batch;
  assertSinkhornSettings('sinkhornLog', inputs);
  assertShape('sinkhornLog cost', cost, [entries]);
  assertShape('sinkhornLog logA', logA, [rows]);
  assertShape('sinkhornLog logB', logB, [columns]);

  const out = inputs.out ?? {
    f: scope.empty([rows], 'sinkhornLog.f'),
    g: scope.empty([columns], 'sinkhornLog.g'),
    status: scope.empty([count, 2], 'sinkhornLog.status'),
  };
  assertShape('sinkhornLog out.f', out.f, [rows]);
  assertShape('sinkhornLog out.g', out.g, [columns]);
  assertShape('sinkhornLog out.status', out.status, [count, 2]);
  kernel.dispatch(
    scope,
    { count, iterations, scale: Math.LOG2E / eps, tolerance },
    { cost, logA, logB, problems, planOffsets, ...out },
    count,
  );
  return out;
}
