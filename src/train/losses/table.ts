import { greedy, hard, position, symmetricGreedy } from './alignment';
import type { PairLoss } from './context';
import { infoNce, infoNceMaxSim } from './contrastive';
import { implicit, unrolled } from './differentiated';
import { klDistillation, marginDistillation } from './distillation';
import { sinkhornDivergence } from './divergence';
import { meanPool } from './meanPool';
import { transport } from './transport';
import type { LossName } from './types';

/** Every loss by its id. */
export const LOSSES: Readonly<Record<LossName, PairLoss>> = {
  ot: transport,
  'ot-implicit': implicit,
  'ot-unrolled': unrolled,
  'ot-divergence': sinkhornDivergence,
  greedy,
  'symmetric-greedy': symmetricGreedy,
  hard,
  position,
  mse: meanPool,
  infonce: infoNce,
  'infonce-maxsim': infoNceMaxSim,
  'margin-mse': marginDistillation,
  kl: klDistillation,
};
