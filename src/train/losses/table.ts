import { greedy } from './alignment';
import type { PairLoss } from './context';
import { meanPool } from './meanPool';
import { transport } from './transport';
import type { LossName } from './types';

/** Every loss by its id. */
export const LOSSES: Partial<Record<LossName, PairLoss>> = {
  ot: transport,
  greedy,
  mse: meanPool,
};
