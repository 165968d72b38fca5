import { decodeUtf8 } from '../data';
import {
  type AlignmentScores,
  alignmentScores,
  type GoldFormat,
  type Link,
  linkPair,
  parseGold,
} from '../ot';
import type { EngineFile } from './types';

/** Links of one sentence pair between words, counted from 0. */
export interface GoldSentence {
  readonly id: string | null;
  readonly sure: readonly Link[];
  /** Without the sure. */
  readonly possible: readonly Link[];
}

export interface GoldFileJob {
  readonly input: EngineFile;
  readonly format: GoldFormat;
  /** Number of the first word. */
  readonly first: 0 | 1;
}

export interface PairJudgement {
  /** Words that are each other's best by the plan; a word link wherever two of their tokens are linked. */
  readonly links: readonly Link[];
  readonly scores: AlignmentScores;
}

export interface JudgePairJob {
  readonly plan: Float32Array;
  readonly n: number;
  readonly m: number;
  /** Word of each token, negative for none. */
  readonly sourceWords: Int32Array;
  readonly targetWords: Int32Array;
  readonly gold: GoldSentence;
}

/** @throws ParseError naming file and line. */
export function readGold({ input, format, first }: GoldFileJob): GoldSentence[] {
  const { alignments } = parseGold(input.path, decodeUtf8(input.path, input.bytes), {
    format,
    first,
  });
  return alignments.map(({ id, sure, possible }) => ({ id: id ?? null, sure, possible }));
}

/**
 * Judges the links of a plan by gold links.
 *
 * @throws RangeError for a gold link to a word that the texts do not have: another pair's, or counted from 1.
 */
export function judgePair({ gold, plan, ...pair }: JudgePairJob): PairJudgement {
  const [words, targets] = [most(pair.sourceWords), most(pair.targetWords)];
  const odd = [...gold.sure, ...gold.possible].find(({ i, j }) => i >= words || j >= targets);
  if (odd)
    throw new RangeError(
      `The gold link ${odd.i}-${odd.j} is beyond the pair's ${words} and ${targets} words: another sentence, or words counted from 1.`,
    );
  const links = linkPair({ matrix: plan, ...pair }, { rule: 'mutual', pool: 'any' });
  const { sure, possible } = gold;
  return { links, scores: alignmentScores([{ links, sure, possible }]) };
}

function most(words: Int32Array): number {
  return words.reduce((largest, word) => Math.max(largest, word + 1), 0);
}
