import { averagePrecision, parseMeasure, rankQueries, type Task } from '../eval';
import type { Gpu } from '../gpu';
import type { TaskId } from '../report';
import type { TokenSet } from '../train';
import type { Judgements } from './judgements';

/** One system in one language and task. */
export interface LanguageScores {
  /** `[queries]`, NaN where nothing is relevant. */
  readonly averagePrecision: Float64Array;
  /** Relevant documents that share their score with another document. */
  readonly ties: number;
  /** Means of `MEASURES` over the queries that have a value; NaN where none has. */
  readonly measures: Readonly<Record<string, number>>;
}

/** By task; those that were not asked for are absent. */
export type TaskScores = Readonly<Partial<Record<TaskId, LanguageScores>>>;

/** What is told of every task besides MAP. */
export const MEASURES = [
  'nDCG@10',
  'nDCG@100',
  'nDCG-burges@10',
  'RR',
  'Success@1',
  'Success@10',
  'P@10',
  'R@100',
  'Rprec',
] as const;

/** Where rankings are computed and what can stop them. */
export interface RankingWorld {
  readonly gpu: Gpu;
  /** Scores on the host where the adapter is a CPU. */
  readonly onHost?: boolean;
  readonly signal: AbortSignal;
}

/** Hears the scores of every query, `[documents]`, in their order; the array is reused. */
export type Listener = (query: number, scores: Float32Array) => void;

/** Ranks the documents by MaxSim / query length for every query and task. */
export async function scoreQueries(
  { gpu, onHost = false, signal }: RankingWorld,
  queries: TokenSet,
  documents: TokenSet,
  { tasks, tieRank }: Judgements,
  listen?: Listener,
): Promise<TaskScores> {
  const ranked = await rankQueries(gpu, {
    ...{ queries, documents, tasks, tieRank, onHost, signal },
    d: documents.dimension,
    ...(listen && { onScores: listen }),
  });
  const scores: Partial<Record<TaskId, LanguageScores>> = {};
  tasks.forEach((task, t) => {
    const { ranks, ties } = ranked[t]!;
    scores[task.kind] = measure(task, { ranks, ties: ties.filter((count) => count > 0).length });
  });
  return scores;
}

const measures = MEASURES.map(parseMeasure);

interface Ranked {
  /** Of `relevant.indices`, 1-based. */
  readonly ranks: Uint32Array;
  /** Relevant documents that share their score with another one. */
  readonly ties: number;
}

/** Measures a task from the exact ranks of its relevant documents. */
export function measure(task: Task, { ranks, ties }: Ranked): LanguageScores {
  const { relevant, grades, level, queryIds } = task;
  const sums = new Float64Array(measures.length);
  const counts = new Uint32Array(measures.length);
  const values = Float64Array.from(queryIds, (_, q) => {
    const [from, to] = [relevant.offsets[q]!, relevant.offsets[q + 1]!];
    const own = { ranks: ranks.subarray(from, to), grades: grades.subarray(from, to) };
    measures.forEach(({ evaluate }, m) => {
      const value = evaluate(own);
      if (Number.isNaN(value)) return;
      sums[m]! += value;
      counts[m]! += 1;
    });
    return averagePrecision(own.ranks.filter((_rank, k) => own.grades[k]! >= level));
  });
  return {
    averagePrecision: values,
    ties,
    measures: Object.fromEntries(MEASURES.map((name, m) => [name, sums[m]! / counts[m]!])),
  };
}

/** MAP over the queries that have a relevant document; NaN where none has. */
export function meanOf(scores: LanguageScores | undefined): number {
  const values = (scores?.averagePrecision ?? new Float64Array()).filter(
    (value) => !Number.isNaN(value),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
