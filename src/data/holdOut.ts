import { Rng } from '../lib';

/** Ids to train on and ids kept apart for early stopping, both in the order given. */
export interface HeldOut {
  readonly train: readonly string[];
  readonly heldOut: readonly string[];
}

/**
 * Keeps a share of the ids apart, chosen by the seed alone: the order and repetition of `ids` change nothing.
 *
 * @param share of the distinct ids, rounded, at least one id and never all where there are two.
 * @throws RangeError unless 0 < share < 1.
 */
export function holdOut(ids: readonly string[], seed: number, share = 0.1): HeldOut {
  if (!(share > 0 && share < 1))
    throw new RangeError(`holdOut: share must be between 0 and 1, got ${share}`);
  const distinct = [...new Set(ids)];
  // The default sort compares UTF-16 units, the same in every locale.
  const shuffled = new Rng(seed).fork('holdOut').shuffle([...distinct].sort());
  const wanted = Math.max(1, Math.round(share * distinct.length));
  const chosen = new Set(shuffled.slice(0, Math.min(wanted, distinct.length - 1)));
  return {
    train: distinct.filter((id) => !chosen.has(id)),
    heldOut: distinct.filter((id) => chosen.has(id)),
  };
}
