import { Problems } from '../problems';
import type { DataFile, ReadProblem } from '../types';
import { bitextPairs, type PairStreamOptions } from './bitextPairs';
import type { SourcePair } from './types';

/** All that a stream gave. */
export interface Streamed {
  /** `name language` to pairs. */
  readonly pairs: ReadonlyMap<string, readonly SourcePair[]>;
  readonly bad: number;
  readonly problems: readonly ReadProblem[];
}

/** Reads a stream of pairs to its end. */
export async function allPairs(
  files: readonly DataFile[],
  options: PairStreamOptions = {},
): Promise<Streamed> {
  const problems = new Problems();
  const pairs = new Map<string, SourcePair[]>();
  for await (const batch of bitextPairs(files, { ...options, problems })) {
    const key = `${batch.name} ${batch.language}`;
    pairs.set(key, [...(pairs.get(key) ?? []), ...batch.pairs]);
  }
  return { pairs, bad: problems.badRows, problems: problems.list() };
}

/** The pairs of the one bitext there is, as `line english|foreign|score`. */
export async function linesOf(
  files: readonly DataFile[],
  options: PairStreamOptions = {},
): Promise<string[]> {
  const { pairs } = await allPairs(files, options);
  if (pairs.size !== 1) throw new Error(`wanted one bitext, got ${[...pairs.keys()].join(', ')}`);
  return [...pairs.values()].flat().map(shownPair);
}

export function shownPair({ line, english, foreign, score }: SourcePair): string {
  return [`${line} ${english}`, foreign, ...(score === undefined ? [] : [score])].join('|');
}
