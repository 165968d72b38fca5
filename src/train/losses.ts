import type { Scope, Tensor } from '../gpu';
import { greedyPlan, groundCost, meanPoolMse, planGradient, type RaggedBatch } from '../kernels';
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

/** OPTICAL's loss <P, C>: P from log-domain Sinkhorn with uniform marginals, held fixed in the gradient. */
const transport: PairLoss = (scope, { x, y, batch }, { epsilon, iterations }) => {
  const { plan, loss } = solveOt(scope, { x, y, batch }, { eps: epsilon, iterations });
  return { loss, gradient: planGradient(scope, { plan, y, batch, scale: 1 / batch.count }) };
};

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
