import type { LossName, LossTerm } from '../losses/types';
import type { TrainSettings } from '../types';
import type { PairList } from './batches';

/** Losses that compare the pairs of a batch with one another; of a single pair they are 0, whatever the student does. */
const CONTRASTIVE: readonly LossName[] = ['infonce', 'infonce-maxsim'];

/**
 * @throws RangeError where a contrastive loss would see one pair at a time and teach nothing: a batch of 1, a language
 *   with one usable pair, or a token budget that may cut a batch to one text. Says what was found and what is wanted.
 */
export function checkContrast(
  lists: readonly PairList[],
  terms: readonly LossTerm[],
  { batch, batchTokens }: Pick<TrainSettings, 'batch' | 'batchTokens'>,
): void {
  const term = terms.find(({ name }) => CONTRASTIVE.includes(name));
  if (!term) return;
  const why = `${term.name} compares the pairs of a batch`;
  if (batch < 2) throw new RangeError(`${why}: found batch ${batch}, want at least 2`);
  for (const { language, pairs, tokens } of lists) {
    if (pairs.length < 2)
      throw new RangeError(
        `${language}: ${why}: found ${pairs.length} usable translation pair, want at least 2`,
      );
    const [longest = 0, next = 0] = tokens.slice().sort().reverse();
    if (batchTokens > 0 && longest + next > batchTokens)
      throw new RangeError(
        `${language}: ${why}: batchTokens ${batchTokens} may hold one alone, the longest texts have ` +
          `${longest} and ${next} tokens: want at least ${longest + next}`,
      );
  }
}
