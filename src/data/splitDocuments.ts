import { Rng } from '../lib';
import type { Split } from './types';

/** Share of the documents that train and dev have together: 80 of NTREX's 123. */
export const TRAIN_SHARE = 0.65;

/** Share of those that dev has. */
const DEV_SHARE = 0.1;

/** The least that can be cut into three splits. */
export const FEWEST_DOCUMENTS = 3;

/**
 * Gives every document to one split, so that no document is both learnt from and evaluated on. The seed alone
 * decides: order and repetition of `documents` change nothing. `trainShare` of the distinct documents, rounded, are
 * train and dev; a tenth of these, at least one, are dev; no split is empty.
 *
 * With a share of 0 all are test, for rankers that are not trained.
 *
 * @throws RangeError unless 0 <= trainShare < 1 and there are three documents to share out.
 */
export function splitDocuments(
  documents: readonly string[],
  seed: number,
  trainShare = TRAIN_SHARE,
): ReadonlyMap<string, Split> {
  if (!(trainShare >= 0 && trainShare < 1))
    throw new RangeError(`splitDocuments: trainShare must be in [0, 1), got ${trainShare}`);
  if (trainShare === 0) return new Map(documents.map((id) => [id, 'test'] as const));
  // The default sort compares UTF-16 units, the same in every locale.
  const sorted = [...new Set(documents)].sort();
  if (sorted.length < FEWEST_DOCUMENTS)
    throw new RangeError(
      `splitDocuments: got ${sorted.length} documents, wanted ${FEWEST_DOCUMENTS}`,
    );
  const shuffled = new Rng(seed).fork('splitDocuments').shuffle(sorted);
  const learnt = Math.min(
    Math.max(Math.round(trainShare * shuffled.length), 2),
    shuffled.length - 1,
  );
  const dev = Math.max(1, Math.round(DEV_SHARE * learnt));
  return new Map(
    shuffled.map((id, i) => [id, i < dev ? 'dev' : i < learnt ? 'train' : 'test'] as const),
  );
}
