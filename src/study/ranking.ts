import { rankQueries } from '../eval';
import type { Gpu } from '../gpu';
import type { TaskId } from '../report';
import type { TokenSet } from '../train';
import type { Judgements } from './judgements';
import { Measuring } from './measuring';
import { selectTexts } from './projection';

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

/** Where rankings are computed and what can stop them. */
export interface RankingWorld {
  readonly gpu: Gpu;
  /** Scores on the host where the adapter is a CPU. */
  readonly onHost?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Hears the scores of every query, `[documents]`, or of the documents of its list alone, in their order; a view that is
 * overwritten later.
 */
export type Listener = (query: number, scores: Float32Array) => void;

/** Ranks the documents by MaxSim / query length for every query and task. */
export async function scoreQueries(
  { gpu, onHost = false, signal }: RankingWorld,
  queries: TokenSet,
  documents: TokenSet,
  judgements: Judgements,
  listen?: Listener,
): Promise<TaskScores> {
  if (judgements.lists)
    return scoreLists({ gpu, onHost, signal }, queries, documents, judgements, listen);
  const { tasks, tieRank } = judgements;
  // No fixed order of documents has these bounds and means: they are found from the scores themselves.
  const byScore = ordersDocuments(judgements) ? undefined : measureRows(judgements);
  const hears = listen || byScore;
  const ranked = await rankQueries(gpu, {
    ...{ queries, documents, tieRank, onHost, signal },
    tasks: byScore ? [] : tasks,
    d: documents.dimension,
    ...(hears && {
      onScores: (query: number, scores: Float32Array) => {
        byScore?.listen(query, scores);
        listen?.(query, scores);
      },
    }),
  });
  if (byScore) return byScore.scores();
  return scoresOf(
    tasks.map((task, t) => {
      const { ranks, ties } = ranked[t]!;
      const { offsets } = task.relevant;
      const measuring = new Measuring(task);
      task.queryIds.forEach((_, query) => {
        const [from, to] = [offsets[query]!, offsets[query + 1]!];
        const tied = ties.subarray(from, to).filter((count) => count > 0).length;
        measuring.addRanks(query, ranks.subarray(from, to), tied);
      });
      return [task.kind, measuring];
    }),
  );
}

/**
 * As `scoreQueries`, each query against the documents of its own list alone: lists of a run differ from query to query,
 * so that a matrix of all queries and documents would mostly be waste.
 */
async function scoreLists(
  { gpu, onHost = false, signal }: RankingWorld,
  queries: TokenSet,
  documents: TokenSet,
  judgements: Judgements,
  listen?: Listener,
): Promise<TaskScores> {
  const measured = measureRows(judgements);
  for (const [query, list] of judgements.lists!.entries()) {
    signal.throwIfAborted();
    let scores = new Float32Array(list.length);
    if (list.length > 0)
      await rankQueries(gpu, {
        queries: selectTexts(queries, [query]),
        documents: selectTexts(documents, list),
        tieRank: Uint32Array.from(list.keys()),
        tasks: [],
        d: documents.dimension,
        ...{ onHost, signal },
        onScores: (_, row) => {
          scores = row.slice();
        },
      });
    measured.listen(query, scores);
    listen?.(query, scores);
  }
  return measured.scores();
}

/** Measures rankings whose scores are there already, row by row. */
export function measureRows({ tasks, tieRank, ties, lists }: Judgements) {
  const measurings = tasks.map((task) => [task.kind, new Measuring(task)] as const);
  const listen: Listener = (query, scores) => {
    for (const [, measuring] of measurings)
      measuring.addScores(query, scores, { tieRank, rule: ties, list: lists?.[query] });
  };
  return { listen, scores: () => scoresOf(measurings) };
}

function ordersDocuments({ ties }: Judgements): boolean {
  return ties === 'trec' || ties === 'insertion';
}

function scoresOf(measurings: readonly (readonly [TaskId, Measuring])[]): TaskScores {
  return Object.fromEntries(measurings.map(([kind, measuring]) => [kind, measuring.scores()]));
}

/** MAP over the queries that have a relevant document; NaN where none has. */
export function meanOf(scores: LanguageScores | undefined): number {
  const values = (scores?.averagePrecision ?? new Float64Array()).filter(
    (value) => !Number.isNaN(value),
  );
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
