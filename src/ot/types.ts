import type { Tensor } from '../gpu';
import type { RaggedBatch } from '../kernels';

/** What is to be transported on the device: B pairs of token sets, x (teacher) to y (student). */
export interface OtProblem {
  /** [N, d], any vectors. */
  readonly x: Tensor;
  /** [M, d]. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** [N + M], packed by problem: n row weights, then m column weights; 1/n and 1/m unless given. */
  readonly weights?: Tensor;
  /** [N + M], packed alike: potentials f, then g, to start from; in the unit of cost. */
  readonly start?: Tensor;
}

/** On the device; see `STATUS` for what a status row holds. */
export interface OtResult {
  /** [B, STATUS_SIZE]. */
  readonly status: Tensor;
  /** [N + M], packed by problem: f, then g; LOG_ZERO where the weight is zero. */
  readonly potentials: Tensor;
  /** [M, d], of `scale * sum_b value_b` by the raw y, where asked for. */
  readonly gradient?: Tensor;
  /** [entries], where asked for. */
  readonly plan?: Tensor;
}

/**
 * Three derivatives that all go by the name "gradient of Sinkhorn"; derived in docs/optimal-transport.md.
 *
 * - `plan-fixed`: of the regularised value; the plan held fixed (envelope theorem).
 * - `implicit`: of `<P, C>` at the converged plan, by the implicit function theorem.
 * - `unrolled`: of `<P_K, C>` after exactly K iterations, by reverse mode.
 */
export type OtGradient = 'plan-fixed' | 'implicit' | 'unrolled';
