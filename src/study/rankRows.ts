import { rankCpu } from '../eval';
import type { TaskId } from '../report';
import type { Judgements } from './judgements';
import { type LanguageScores, type Listener, measure, type TaskScores } from './ranking';

/**
 * Measures rankings whose scores are there already.
 *
 * @param scores `[queries, documents]`, larger is better.
 */
export function rankRows(
  scores: Float32Array,
  { tasks, tieRank }: Judgements,
  listen?: Listener,
): TaskScores {
  const documents = tieRank.length;
  const row = (query: number) => scores.subarray(query * documents, (query + 1) * documents);
  const queries = tasks[0]?.queryIds.length ?? 0;
  for (let query = 0; listen && query < queries; query++) listen(query, row(query));
  const measured: Partial<Record<TaskId, LanguageScores>> = {};
  for (const task of tasks) {
    const { relevant, excluded } = task;
    const ranks = new Uint32Array(relevant.indices.length);
    let ties = 0;
    for (let query = 0; query < queries; query++) {
      const [from, to] = [relevant.offsets[query]!, relevant.offsets[query + 1]!];
      const away = excluded.indices.subarray(
        excluded.offsets[query]!,
        excluded.offsets[query + 1]!,
      );
      const ranked = rankCpu(row(query), relevant.indices.subarray(from, to), away, tieRank);
      ranks.set(ranked.ranks, from);
      ties += ranked.ties;
    }
    measured[task.kind] = measure(task, { ranks, ties });
  }
  return measured;
}
