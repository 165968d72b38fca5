import type { Scope, Tensor } from '../gpu';
import {
  gatherRows,
  greedyPlan,
  groundCost,
  meanPoolMse,
  planGradient,
  type RaggedBatch,
  raggedBatch,
  STATUS,
  STATUS_SIZE,
} from '../kernels';
import { solveOt } from '../ot';

/** A batch of translation pairs: rows of `x` are student tokens, rows of `y` teacher tokens, all unit. */
export interface PairBatch {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly batch: RaggedBatch;
}

export interface LossSettings {
  /** Entropic regularisation of the transport loss, in the unit of the cosine cost. */
  readonly epsilon: number;
  /** Sinkhorn iterations. */
  readonly iterations: number;
}

export interface LossAndGradient {
  /** `[pairs]`. */
  readonly loss: Tensor;
  /** Of the mean loss over pairs with respect to `x`, `[tokens, d]`. */
  readonly gradient: Tensor;
}

type PairLoss = (scope: Scope, pairs: PairBatch, settings: LossSettings) => LossAndGradient;

/** OPTICAL's loss <P, C> with uniform marginals, P held fixed in the gradient; one dispatch. */
const transport: PairLoss = (scope, { x, y, batch }, { epsilon, iterations }) => {
  const settings = { eps: epsilon, iterations, scale: 1 / batch.count };
  // The solver derives by its columns, so the student's tokens are the columns.
  const problem = { x: y, y: x, batch: turned(scope, batch) };
  const { status, gradient } = solveOt(scope, problem, settings, { gradient: true });
  return { loss: lossesOf(scope, status), gradient: gradient! };
};

/** The batch with rows and columns exchanged. */
function turned(scope: Scope, { layout }: RaggedBatch): RaggedBatch {
  const field = (which: 2 | 3) => layout.problems.filter((_, at) => at % 4 === which);
  return raggedBatch(scope, field(3), field(2));
}

/** The column of a status that holds `<P, C>`, `[B]`. */
function lossesOf(scope: Scope, status: Tensor): Tensor {
  const count = status.shape[0]!;
  const rows = Uint32Array.from({ length: count }, (_, b) => b * STATUS_SIZE + STATUS.loss);
  const losses = gatherRows(scope, {
    x: { ...status, shape: [count * STATUS_SIZE, 1] },
    rows: scope.uploadU32(rows, [count], 'losses.rows'),
  });
  return { ...losses, shape: [count] };
}

/** One-sided: every student token goes to its nearest teacher token. */
const greedy: PairLoss = (scope, { x, y, batch }) => {
  const { plan, loss } = greedyPlan(scope, { cost: groundCost(scope, { x, y, batch }), batch });
  return { loss, gradient: planGradient(scope, { plan, y, batch, scale: 1 / batch.count }) };
};

/** Squared distance of the mean token vectors (Reimers & Gurevych 2020), target term. */
const meanPool: PairLoss = (scope, { x, y, batch }) =>
  meanPoolMse(scope, { x, y, batch, scale: 1 / batch.count });

/** The losses by method id. */
export const LOSSES = { ot: transport, greedy, mse: meanPool } as const;

export type LossName = keyof typeof LOSSES;
