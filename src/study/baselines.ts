import type { Language } from '../data';
import { openBm25, openCharacterBm25, pooledScores } from '../eval';
import type { TokenSet } from '../train';
import type { StudyContext } from './context';
import { rankWork } from './costs';
import type { LexicalMethod } from './methods';
import { rescoreByTransport } from './otDistance';
import { queryRows } from './plan';
import { scoreQueries, type TaskScores } from './ranking';
import type { RankingJobs } from './rankingJobs';

/**
 * Ranks with BM25: the queries as they are, or what stands in for them; English queries always as they are. Languages
 * without that text are absent.
 */
export async function rankLexically(
  context: StudyContext,
  jobs: RankingJobs,
  method: LexicalMethod,
): Promise<ReadonlyMap<Language, TaskScores>> {
  const { plan, config } = context;
  const open = method.terms === 'grams' ? openCharacterBm25 : openBm25;
  const ranker = open(plan.evaluation.get('en')!.map(({ text }) => text));
  const scores = new Map<Language, TaskScores>();
  for (const language of plan.languages) {
    const queries =
      language === 'en' || method.text === 'raw'
        ? queryRows(plan, language).map(({ text }) => text)
        : context.translations.get(method.text)?.get(language);
    if (!queries) continue;
    const job = {
      label: `${method.id}, ${language}`,
      work: rankWork(plan),
      names: config.seeds.map((seed) => ({ method: method.id, language, seed })),
      rows: async () => ranker.scoreAll(queries),
    };
    scores.set(language, await jobs.rankRows(job));
  }
  return scores;
}

/** `[queries, documents]`: MaxSim, the first documents of each query by transport distance instead. */
export async function transportRows(
  context: StudyContext,
  jobs: RankingJobs,
  queries: TokenSet,
  documents: TokenSet,
): Promise<Float32Array> {
  const count = documents.offsets.length - 1;
  const scores = new Float32Array((queries.offsets.length - 1) * count);
  await scoreQueries(context, queries, documents, jobs.unjudged(), (query, row) =>
    scores.set(row, query * count),
  );
  return rescoreByTransport(scores, queries, documents, context.signal);
}

/** `[queries, documents]`: the cosine of mean vectors. */
export function pooledRows(queries: TokenSet, documents: TokenSet): Float32Array {
  return pooledScores(queries, documents, documents.dimension);
}
