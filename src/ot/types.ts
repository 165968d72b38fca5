import type { Tensor } from '../gpu';
import type { RaggedBatch } from '../kernels';

/** What is to be transported: B pairs of token sets, x to y. */
export interface OtProblem {
  /** [N, d], unit vectors (or zero vectors, which cost 1 to everything). */
  readonly x: Tensor;
  /** [M, d], likewise. */
  readonly y: Tensor;
  readonly batch: RaggedBatch;
  /** [N], log weights of x within each problem; 1/n each unless given. See `uniformLogWeights`. */
  readonly logA?: Tensor;
  /** [M], log weights of y; 1/m each unless given. */
  readonly logB?: Tensor;
}

/** How it is to be solved. */
export interface OtSettings {
  /**
   * Strength of the entropy in the unit of cost, which lies in [0, 2]. Small: nearly one-to-one, slow;
   * large: mass spreads evenly. 0.05 is a good start for token vectors.
   */
  readonly eps: number;
  /** Most Sinkhorn iterations. */
  readonly iterations: number;
  /** Stop a problem once its L1 row error is at most this; 0 (default) runs all iterations. */
  readonly tolerance?: number;
}

/** Plan, cost and convergence of every problem. The plan is `exp((f[i] + g[j] - cost[i,j]) / eps)`. */
export interface OtResult {
  /** [entries], `1 - <x_i, y_j>`. */
  readonly cost: Tensor;
  /** [entries], mass moved from row i to column j. */
  readonly plan: Tensor;
  /** [B], `<plan, cost>`, without the entropy. */
  readonly loss: Tensor;
  /** [N], row potentials in the unit of cost, weights included. */
  readonly f: Tensor;
  /** [M], column potentials. */
  readonly g: Tensor;
  /** [B, 2], L1 row error of the plan, iterations used. */
  readonly status: Tensor;
}

/** One pair of token sets on the host. */
export interface OtProblemCpu {
  /** [n, d] row-major unit vectors. */
  readonly x: ArrayLike<number>;
  /** [m, d] row-major unit vectors. */
  readonly y: ArrayLike<number>;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  /** [n], 1/n each unless given. */
  readonly logA?: ArrayLike<number>;
  /** [m], 1/m each unless given. */
  readonly logB?: ArrayLike<number>;
}

export interface OtResultCpu {
  /** [n, m]. */
  readonly cost: Float64Array;
  /** [n, m]. */
  readonly plan: Float64Array;
  readonly loss: number;
  readonly f: Float64Array;
  readonly g: Float64Array;
  /** L1 distance of the plan's row sums from the weights. */
  readonly marginalError: number;
  readonly iterations: number;
  /** Whether `marginalError` is within the tolerance, or within 1e-4 where none was set. */
  readonly converged: boolean;
  /** [n], entropy in nats of where each row's mass goes; 0 for a single target, log m for all alike. */
  readonly rowEntropy: Float64Array;
}
