import type { Language } from '../data';
import type { TokenSet } from '../train';
import type { StudyContext } from './context';
import { type Judgements, judge, judgePool } from './judgements';
import { PoolBias } from './poolBias';
import { firstTexts } from './projection';
import { measureRows, scoreQueries, type TaskScores } from './ranking';
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

/** As `RankJob`, with scores `[queries, documents]` over the English documents that are computed otherwise; no T4. */
export interface RowsJob extends Pick<RankJob, 'label' | 'work' | 'names'> {
  readonly rows: () => Promise<Float32Array>;
}

/** Ranks the queries of one language after the other, for every task of the study. */
export class RankingJobs {
  readonly slots: SlotQuality;
  readonly bias: PoolBias;
  readonly #judgements: Judgements;
  /** Pools of T4 by the English documents that go with them: one a teacher. */
  readonly #pools = new WeakMap<TokenSet, TokenSet>();

  constructor(private readonly context: StudyContext) {
    const { plan, config } = context;
    this.slots = new SlotQuality(context);
    this.bias = new PoolBias(plan.languages);
    const { tasks, ties } = config;
    const english = plan.evaluation.get('en')!;
    this.#judgements = judge(english, {
      tasks: tasks.filter((task) => task !== 'T4'),
      queries: plan.queries,
      ties,
    });
  }

  async rank(job: RankJob): Promise<TaskScores> {
    const { progress, config } = this.context;
    return progress.run('rank', job.label, job.work, async () => {
      const queries = await job.queries();
      if (job.ownTexts) await this.slots.add(job.names, queries, job.documents);
      const scores = await this.#score(job, queries, job.documents, this.#judgements);
      if (!config.tasks.includes('T4')) return scores;
      const judgements = this.#poolJudgements(job.language);
      const count = judgements.tasks[0]!.queryIds.length;
      const some = firstTexts(queries, count);
      const pool = this.#pools.get(job.documents) ?? (await job.pool());
      this.#pools.set(job.documents, pool);
      return { ...scores, ...(await this.#score(job, some, pool, judgements)) };
    });
  }

  async rankRows({ label, work, names, rows }: RowsJob): Promise<TaskScores> {
    return this.context.progress.run('rank', label, work, async () => {
      const run = this.context.trec?.open(this.#judgements, names);
      const measured = measureRows(this.#judgements);
      const scores = await rows();
      const documents = this.#judgements.tieRank.length;
      for (let query = 0; query < this.context.plan.queries; query++) {
        const row = scores.subarray(query * documents, (query + 1) * documents);
        measured.listen(query, row);
        run?.listen(query, row);
      }
      await run?.finish();
      return measured.scores();
    });
  }

  /** No task at all, for scores alone. */
  unjudged(): Judgements {
    return { ...this.#judgements, tasks: [] };
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
