import type { Language } from '../data';
import type { TokenSet } from '../train';
import { judgeCollection } from './collection';
import type { StudyContext } from './context';
import { type Judgements, judge, judgePool } from './judgements';
import { queryRows } from './plan';
import { PoolBias } from './poolBias';
import { firstTexts } from './projection';
import { type Listener, measureRows, scoreQueries, type TaskScores } from './ranking';
import { SlotQuality } from './slotQuality';
import type { RunName } from './trecFiles';

/** Queries of one language to be ranked. */
export interface RankJob {
  readonly label: string;
  /** Expected seconds. */
  readonly work: number;
  readonly language: Language;
  /** What the ranking is called in TREC files; several where methods or seeds share it. */
  readonly names: readonly RunName[];
  /** Whether the queries are the language's own texts, whose slots are known. */
  readonly ownTexts: boolean;
  /** Called when their turn has come, so that one language at a time is in memory. */
  readonly queries: () => Promise<TokenSet>;
  readonly documents: TokenSet;
  /** Documents of T4. */
  readonly pool: () => Promise<TokenSet>;
}

/** As `RankJob`, with scores that are computed otherwise; no T4. */
export interface RowsJob extends Pick<RankJob, 'label' | 'work' | 'names' | 'language'> {
  /** Called when their turn has come. */
  readonly open: () => Promise<RowScorer>;
}

/** Scores queries by what is no MaxSim. */
export interface RowScorer {
  /** `[to - from, documents]` of queries `from` .. `to` - 1, on all documents or on those listed. */
  readonly rows: (from: number, to: number, list?: Uint32Array) => Promise<Float32Array>;
  readonly close?: () => void;
}

/** Scores that are in memory at a time. */
const MOST_SCORES = 2 ** 25;

/** Ranks the queries of one language after the other, for every task of the study. */
export class RankingJobs {
  readonly slots: SlotQuality;
  readonly bias: PoolBias;
  /** One for all languages of a corpus, one each of a collection. */
  readonly #judgements = new Map<Language, Judgements>();
  /** Pools of T4 by the English documents that go with them: one a teacher. */
  readonly #pools = new WeakMap<TokenSet, TokenSet>();

  constructor(private readonly context: StudyContext) {
    this.slots = new SlotQuality(context);
    this.bias = new PoolBias(context.plan.languages);
  }

  async rank(job: RankJob): Promise<TaskScores> {
    const { progress, config, plan } = this.context;
    return progress.run('rank', job.label, job.work, async () => {
      const queries = await job.queries();
      if (job.ownTexts && !plan.collection) await this.slots.add(job.names, queries, job.documents);
      const scores = await this.#score(
        job,
        queries,
        job.documents,
        this.#judgementsOf(job.language),
      );
      if (!config.tasks.includes('T4')) return scores;
      const judgements = this.#poolJudgements(job.language);
      const count = judgements.tasks[0]!.queryIds.length;
      const some = firstTexts(queries, count);
      const pool = this.#pools.get(job.documents) ?? (await job.pool());
      this.#pools.set(job.documents, pool);
      return { ...scores, ...(await this.#score(job, some, pool, judgements)) };
    });
  }

  async rankRows({ label, work, names, language, open }: RowsJob): Promise<TaskScores> {
    const { progress, trec, signal } = this.context;
    return progress.run('rank', label, work, async () => {
      const judgements = this.#judgementsOf(language);
      const run = trec?.open(judgements, names);
      const measured = measureRows(judgements);
      const hear: Listener = (query, row) => {
        measured.listen(query, row);
        run?.listen(query, row);
      };
      const scorer = await open();
      try {
        await eachRow(scorer, judgements, signal, hear);
      } finally {
        scorer.close?.();
      }
      await run?.finish();
      return measured.scores();
    });
  }

  #judgementsOf(language: Language): Judgements {
    const { plan, config } = this.context;
    const { tasks, ties } = config;
    const { collection, queries } = plan;
    const key = collection ? language : 'en';
    const known = this.#judgements.get(key);
    if (known) return known;
    const judgements = collection
      ? judgeCollection(
          collection,
          queryRows(plan, language).map(({ id }) => id),
          ties,
        )
      : judge(plan.evaluation.get('en')!, {
          tasks: tasks.filter((task) => task !== 'T4'),
          ...{ queries, ties },
        });
    this.#judgements.set(key, judgements);
    return judgements;
  }

  #poolJudgements(language: Language): Judgements {
    const { plan, config } = this.context;
    const queries = config.poolQueries > 0 ? config.poolQueries : plan.queries;
    const { ties } = config;
    return judgePool(plan.evaluation, language, { queries: Math.min(queries, plan.queries), ties });
  }

  async #score(
    { names }: RankJob,
    queries: TokenSet,
    documents: TokenSet,
    judgements: Judgements,
  ): Promise<TaskScores> {
    if (judgements.tasks.length === 0) return {};
    const run = this.context.trec?.open(judgements, names);
    const pooled =
      judgements.tasks[0]!.kind === 'T4' && this.bias.listen(names, names[0]!.language, judgements);
    const listeners = [run?.listen, pooled || undefined].filter((hear) => hear !== undefined);
    const scored = await scoreQueries(
      this.context,
      queries,
      documents,
      judgements,
      listeners.length === 0
        ? undefined
        : (query, scores) => {
            for (const hear of listeners) hear(query, scores);
          },
    );
    await run?.finish();
    return scored;
  }
}

/** Scores pieces of queries on all documents, or each query on its list. */
async function eachRow(
  { rows }: RowScorer,
  { tasks, tieRank, lists }: Judgements,
  signal: AbortSignal,
  hear: Listener,
): Promise<void> {
  const queries = tasks[0]?.queryIds.length ?? 0;
  const documents = tieRank.length;
  const step = lists ? 1 : Math.max(1, Math.floor(MOST_SCORES / Math.max(1, documents)));
  for (let from = 0; from < queries; from += step) {
    signal.throwIfAborted();
    const to = Math.min(queries, from + step);
    const scores = await rows(from, to, lists?.[from]);
    const width = lists?.[from]?.length ?? documents;
    for (let query = from; query < to; query++)
      hear(query, scores.subarray((query - from) * width, (query - from + 1) * width));
  }
}
