import type { Problems } from '../problems';
import type { PairFilter } from './pairFilter';
import { FILTERS, type FilterName } from './types';

const REASONS: Readonly<Record<FilterName, string>> = {
  empty: 'no text on one side',
  leak: 'a side is a text that is evaluated on',
  identical: 'both sides are the same text',
  duplicate: 'an earlier pair is the same',
  score: 'the score is below the threshold',
  lengthRatio: 'one side is too long for the other',
  script: 'a side is in another script than its language',
  language: 'a side is in another language',
};

/** Says what was left out of a bitext, and of how many pairs it is a sample. */
export function noteCounts(
  filter: PairFilter,
  file: string,
  inMemory: number,
  most: number,
  problems: Problems,
): void {
  const { dropped, kept } = filter.counts();
  for (const name of FILTERS) {
    const count = dropped[name];
    if (count > 0)
      problems.note(
        file,
        `${plural(count)} left out: ${REASONS[name]}, first in line ${filter.firstLine(name)}`,
      );
  }
  if (filter.filters.score !== undefined && filter.unscored > 0)
    problems.note(file, `${plural(filter.unscored)} without a score: the threshold keeps them`);
  const { pairs, sides } = filter.repeatLimits ?? {};
  if (pairs !== undefined)
    problems.note(
      file,
      `duplicates were looked for among ${pairs} different pairs alone, to save memory`,
    );
  if (sides !== undefined)
    problems.note(
      file,
      `repeated sides were counted among ${sides} different texts alone, to save memory`,
    );
  if (inMemory < kept)
    problems.note(
      file,
      `${inMemory} of ${kept} pairs are in memory: a seeded sample of at most ${most} a language`,
    );
}

function plural(count: number): string {
  return count === 1 ? '1 pair' : `${count} pairs`;
}
