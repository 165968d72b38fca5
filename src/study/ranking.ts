import type { Utterance } from '../data';
import { averagePrecision, buildTask, rankQueries, type Task, trecTieOrder } from '../eval';
import type { Gpu } from '../gpu';
import { normaliseText } from '../lib';
import { TASKS, type TaskId } from '../report';
import type { TokenSet } from '../train';

/** The judgements of both tasks over one list of English documents. */
export interface Judgements {
  readonly tasks: readonly Task[];
  readonly tieRank: Uint32Array;
}

/** Average precision of one system in one language. */
export interface LanguageScores {
  /** `[queries]`, NaN where nothing is relevant. */
  readonly averagePrecision: Float64Array;
  /** Relevant documents that share their score with another document. */
  readonly ties: number;
}

export type TaskScores = Readonly<Record<TaskId, LanguageScores>>;

/** Queries of any language carry the judgements of the English utterance with their id. */
export function judge(english: readonly Utterance[]): Judgements {
  const items = english.map(({ id, text, intent }) => ({
    id,
    englishText: normaliseText(text),
    intent,
  }));
  return {
    tasks: TASKS.map((task) => buildTask(task, items, items)),
    tieRank: trecTieOrder(english.map(({ id }) => id)),
  };
}

/** Where rankings are computed and what can stop them. */
export interface RankingWorld {
  readonly gpu: Gpu;
  /** Scores on the host where the adapter is a CPU. */
  readonly onHost?: boolean;
  readonly signal: AbortSignal;
}

/** Ranks English documents by MaxSim / query length for every query and task. */
export async function scoreQueries(
  { gpu, onHost = false, signal }: RankingWorld,
  queries: TokenSet,
  documents: TokenSet,
  { tasks, tieRank }: Judgements,
): Promise<TaskScores> {
  const ranked = await rankQueries(gpu, {
    queries,
    documents,
    d: documents.dimension,
    tasks,
    tieRank,
    onHost,
    signal,
  });
  const scores = tasks.map((task, t) => {
    const { ranks, ties } = ranked[t]!;
    const { offsets } = task.relevant;
    const values = Float64Array.from(task.queryIds, (_, q) =>
      task.skipped[q] ? Number.NaN : averagePrecision(ranks.subarray(offsets[q]!, offsets[q + 1]!)),
    );
    return { averagePrecision: values, ties: ties.filter((count) => count > 0).length };
  });
  return { T1: scores[0]!, T2: scores[1]! };
}

/** MAP over the queries that have a relevant document; NaN where none has. */
export function meanOf(scores: LanguageScores): number {
  const values = scores.averagePrecision.filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
