import type { Language } from '../data';
import { type LexicalRanker, openBm25, openCharacterBm25, pooledScores } from '../eval';
import { openOtEngine } from '../ot';
import type { TokenSet } from '../train';
import type { StudyContext } from './context';
import { rankWork } from './costs';
import type { Judgements } from './judgements';
import type { LexicalMethod } from './methods';
import { rescoreByTransport } from './otDistance';
import { queryRows } from './plan';
import { selectTexts, sliceTexts } from './projection';
import { scoreQueries, type TaskScores } from './ranking';
import type { RankingJobs, RowScorer } from './rankingJobs';

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
  const ranker = open(plan.documents.map(({ text }) => text));
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
      language,
      names: config.seeds.map((seed) => ({ method: method.id, language, seed })),
      open: async () => lexicalScorer(ranker, queries),
    };
    scores.set(language, await jobs.rankRows(job));
  }
  return scores;
}

function lexicalScorer(ranker: LexicalRanker, queries: readonly string[]): RowScorer {
  return {
    rows: async (from, to, list) => {
      const scores = ranker.scoreAll(queries.slice(from, to));
      return list ? Float32Array.from(list, (document) => scores[document]!) : scores;
    },
  };
}

/** MaxSim, the first documents of each query by transport distance instead. */
export async function transportScorer(
  context: StudyContext,
  queries: TokenSet,
  documents: TokenSet,
): Promise<RowScorer> {
  const engine = await openOtEngine({ prefer: 'wasm' });
  return {
    rows: async (from, to, list) => {
      const own = sliceTexts(queries, from, to);
      const others = list ? selectTexts(documents, list) : documents;
      const count = others.offsets.length - 1;
      const scores = new Float32Array((to - from) * count);
      if (count > 0)
        await scoreQueries(context, own, others, unjudged(count), (query, row) =>
          scores.set(row, query * count),
        );
      return rescoreByTransport(engine, scores, own, others, context.signal);
    },
    close: () => engine.close(),
  };
}

/** The cosine of mean vectors, or of the first ones, which are those of `[CLS]` where special tokens are kept. */
export function pooledScorer(
  queries: TokenSet,
  documents: TokenSet,
  pooling: 'mean' | 'cls' = 'mean',
): RowScorer {
  const [asked, pooled] =
    pooling === 'cls' ? [firstTokens(queries), firstTokens(documents)] : [queries, documents];
  return {
    rows: async (from, to, list) => {
      const others = list ? selectTexts(pooled, list) : pooled;
      return pooledScores(sliceTexts(asked, from, to), others, documents.dimension);
    },
  };
}

/** The first token of each text; a text without tokens has none. */
function firstTokens({ vectors, offsets, dimension }: TokenSet): TokenSet {
  const kept = new Uint32Array(offsets.length);
  const firsts: number[] = [];
  for (let text = 0; text + 1 < offsets.length; text++) {
    if (offsets[text + 1]! > offsets[text]!) firsts.push(offsets[text]!);
    kept[text + 1] = firsts.length;
  }
  const rows = new Float32Array(firsts.length * dimension);
  firsts.forEach((row, at) => {
    rows.set(vectors.subarray(row * dimension, (row + 1) * dimension), at * dimension);
  });
  return { vectors: rows, offsets: kept, dimension };
}

/** No task at all, for scores alone. */
function unjudged(documents: number): Judgements {
  const tieRank = Uint32Array.from({ length: documents }, (_, at) => at);
  return { tasks: [], tieRank, ties: 'insertion' };
}
