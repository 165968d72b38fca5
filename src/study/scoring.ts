import type { Language, Utterance } from '../data';
import {
  type AffineMap,
  type ClosedForm,
  type FoldedHead,
  fitMap,
  foldHead,
  type TokenSet,
} from '../train';
import { pooledScorer, rankLexically, transportScorer } from './baselines';
import type { StudyContext } from './context';
import { fitWork, rankWork } from './costs';
import type { ImportedStudent } from './exchange';
import { importedMethod, projectHead, projectImported } from './imported';
import { poolRows } from './judgements';
import type { LexicalMethod, StudyMethod } from './methods';
import { limitPairs } from './placebo';
import { distilledLanguages, foreignLanguages, queryRows, type StudyPlan } from './plan';
import { firstTexts, projectTokens, unitTokens } from './projection';
import type { TaskScores } from './ranking';
import { RankingJobs, type RankJob } from './rankingJobs';
import { projectStudent, type Trained } from './students';
import type { SeedTeacher } from './teacher';

type MapMethod = Extract<StudyMethod, { readonly kind: 'map' }>;

/** Scores of one method by language; a language that the method was not trained for is absent. */
export type MethodScores = ReadonlyMap<Language, TaskScores>;

/** The evaluation queries of every language, and the maps that were fitted: neither depends on the seed. */
export class Evaluation {
  readonly #maps = new Map<string, AffineMap>();
  readonly #seedless = new Map<string, MethodScores>();
  readonly #jobs: RankingJobs;

  constructor(private readonly context: StudyContext) {
    this.#jobs = new RankingJobs(context);
  }

  /** Slot agreement of all that was ranked so far. */
  slotRows() {
    return this.#jobs.slots.rows();
  }

  /** Measures the language bias of a method under a seed, once all its languages were ranked. */
  closePool(method: string, seed: number): void {
    this.#jobs.bias.close(method, seed);
  }

  poolRows() {
    return this.#jobs.bias.rows();
  }

  /** Ranks with the untrained encoder: no head at all. */
  async untrained(): Promise<MethodScores> {
    const { plan, config, texts } = this.context;
    const documents = unitTokens(this.#documents());
    const scores = new Map<Language, TaskScores>();
    for (const language of plan.languages) {
      const rows = queryRows(plan, language).map(({ text }) => text);
      scores.set(
        language,
        await this.#jobs.rank({
          label: `encoder-zero-shot, ${language}`,
          work: 3 * rankWork(plan),
          language,
          names: config.seeds.map((seed) => ({ method: 'encoder-zero-shot', language, seed })),
          ownTexts: true,
          queries: async () => unitTokens(texts.select(rows)),
          documents,
          pool: async () => unitTokens(this.#pool()),
        }),
      );
    }
    return scores;
  }

  /**
   * English queries on English documents: the same under every method, as only other languages are trained. A collection
   * may have none.
   */
  async english(seed: SeedTeacher): Promise<TaskScores | undefined> {
    const { plan, methods } = this.context;
    if (!plan.languages.includes('en')) return undefined;
    return this.#jobs.rank({
      label: `English, seed ${seed.seed}`,
      work: rankWork(plan),
      language: 'en',
      names: methods
        .filter(sharesEnglish)
        .map(({ id }) => ({ method: id, language: 'en', seed: seed.seed })),
      ownTexts: true,
      queries: async () => this.#englishQueries(seed, queryRows(plan, 'en')),
      documents: seed.documents,
      pool: this.#teachersPool(seed),
    });
  }

  /** Ranks the queries of every language that the method serves. */
  async method(
    method: StudyMethod,
    seed: SeedTeacher,
    english: TaskScores | undefined,
    trained: readonly Trained[],
  ): Promise<MethodScores> {
    const { plan, config } = this.context;
    // Maps are fitted once, whatever the seeds.
    const isFirst = seed.seed === config.seeds[0];
    const rescored = method.kind === 'pooled' || method.kind === 'ot-distance';
    const scores = new Map<Language, TaskScores>(rescored || !english ? [] : [['en', english]]);
    for (const language of rescored ? plan.languages : foreignLanguages(plan)) {
      if (method.kind === 'oracle' && english && this.#isEnglishEnough()) {
        scores.set(language, english);
        continue;
      }
      const queries = this.#queries(method, seed, language, trained);
      if (!queries) continue;
      const { documents } = seed;
      const named = {
        label: `${method.id}, ${language}, seed ${seed.seed}`,
        work: rankWork(plan) + (isFirst ? fitWork(method, plan, language) : 0),
        language,
        names: [{ method: method.id, language, seed: seed.seed }],
      };
      const open = async () =>
        method.kind === 'pooled'
          ? pooledScorer(await queries(), documents, this.context.config.encoder.pooling)
          : transportScorer(this.context, await queries(), documents);
      const pool = this.#teachersPool(seed);
      const ownTexts = method.kind !== 'translated' && method.kind !== 'oracle';
      scores.set(
        language,
        rescored
          ? await this.#jobs.rankRows({ ...named, open })
          : await this.#jobs.rank({ ...named, ownTexts, queries, documents, pool }),
      );
    }
    return scores;
  }

  /** Whether the English scores are the oracle's: T4 and a collection ask otherwise, runs have names. */
  #isEnglishEnough(): boolean {
    const { config, trec, plan } = this.context;
    return !trec && !plan.collection && !config.tasks.includes('T4');
  }

  /** BM25 knows no seed. */
  async lexical(method: LexicalMethod): Promise<MethodScores> {
    const known = this.#seedless.get(method.id);
    const scores = known ?? (await rankLexically(this.context, this.#jobs, method));
    this.#seedless.set(method.id, scores);
    return scores;
  }

  /**
   * Ranks with an imported student: its head for queries, its teacher's for documents; the same under every seed.
   */
  async imported(method: string): Promise<MethodScores> {
    const known = this.#seedless.get(method);
    if (known) return known;
    const { plan, texts, nn, imported, config } = this.context;
    const student = imported.find((candidate) => importedMethod(candidate) === method)!;
    const documents = await projectHead(nn, student.teacher, this.#documents());
    const scores = new Map<Language, TaskScores>();
    for (const language of plan.languages) {
      if (language !== 'en' && !student.languages.includes(language)) continue;
      const rows = queryRows(plan, language).map(({ text }) => text);
      const job: RankJob = {
        label: `${method}, ${language}`,
        work: rankWork(plan),
        language,
        names: config.seeds.map((seed) => ({ method, language, seed })),
        ownTexts: true,
        queries: async () =>
          language === 'en'
            ? projectHead(nn, student.teacher, texts.select(rows))
            : projectImported(nn, student, texts, rows),
        documents,
        pool: () => this.#importedPool(student),
      };
      scores.set(language, await this.#jobs.rank(job));
    }
    this.#seedless.set(method, scores);
    return scores;
  }

  /** The English head with the map of a language before it. */
  folded({ map, pairs }: MapMethod, seed: SeedTeacher, language: Language): FoldedHead {
    return foldHead(seed.head, this.#map(map, language, pairs));
  }

  #queries(
    method: StudyMethod,
    seed: SeedTeacher,
    language: Language,
    trained: readonly Trained[],
  ): (() => Promise<TokenSet>) | undefined {
    const { plan, translations, texts, nn } = this.context;
    if (method.kind === 'oracle' || language === 'en') {
      const rows = englishRows(plan, language);
      return rows && (async () => this.#englishQueries(seed, rows));
    }
    if (method.kind !== 'translated') return this.#projection(method, seed, language, trained);
    const english = translations.get(method.text)?.get(language);
    return english && (() => projectTokens(nn, texts.select(english), { weight: seed.head }));
  }

  #projection(
    method: StudyMethod,
    seed: SeedTeacher,
    language: Language,
    trained: readonly Trained[],
  ): (() => Promise<TokenSet>) | undefined {
    const { plan, texts, nn } = this.context;
    const rows = queryRows(plan, language).map(({ text }) => text);
    const kept = !distilledLanguages(plan, this.context.config).includes(language);
    if (
      ['zero-shot', 'pooled', 'ot-distance'].includes(method.kind) ||
      (kept && plan.bitext.has(language))
    )
      return () => projectTokens(nn, texts.select(rows), { weight: seed.head });
    if (!plan.bitext.has(language)) return undefined;
    if (method.kind === 'map')
      return () => projectTokens(nn, texts.select(rows), this.folded(method, seed, language));
    if (method.kind !== 'train') return undefined;
    const student = trained.find(({ languages }) => languages.includes(language));
    if (!student) return undefined;
    return () => projectStudent(this.context, method, seed, student, rows);
  }

  #map(name: ClosedForm, language: Language, most: number): AffineMap {
    const key = `${name} ${language} ${most}`;
    const known = this.#maps.get(key);
    if (known) return known;
    const { plan, texts } = this.context;
    const pairs = limitPairs(plan.bitext.get(language)!, most);
    const english = [...new Set(pairs.map((pair) => pair.english))];
    const index = new Map(english.map((text, k) => [text, k]));
    const map = fitMap(name, {
      language,
      foreign: texts.select(pairs.map(({ foreign }) => foreign)),
      english: Uint32Array.from(pairs, (pair) => index.get(pair.english)!),
      englishTokens: texts.select(english),
    });
    this.#maps.set(key, map);
    return map;
  }

  /** English queries under the English head; those of a corpus are its first documents, where both roles are alike. */
  async #englishQueries(seed: SeedTeacher, rows: readonly Utterance[]): Promise<TokenSet> {
    const { plan, texts, nn } = this.context;
    if (!plan.collection && !texts.hasRoles) return firstTexts(seed.documents, rows.length);
    return projectTokens(nn, texts.select(rows.map(({ text }) => text)), { weight: seed.head });
  }

  /** Documents before any head. */
  #documents(): TokenSet {
    const { plan, texts } = this.context;
    const rows = plan.documents.map(({ text }) => text);
    return texts.select(rows, 'passage');
  }

  /** Documents of T4 before any head. */
  #pool(): TokenSet {
    const { plan, texts } = this.context;
    const rows = poolRows(plan.evaluation).map(({ text }) => text);
    return texts.select(rows, 'passage');
  }

  #teachersPool({ head }: SeedTeacher): () => Promise<TokenSet> {
    return () => projectTokens(this.context.nn, this.#pool(), { weight: head });
  }

  #importedPool({ teacher }: ImportedStudent): Promise<TokenSet> {
    return projectHead(this.context.nn, teacher, this.#pool());
  }
}

/** The English texts of a language's queries; undefined where one has none. */
function englishRows(plan: StudyPlan, language: Language): readonly Utterance[] | undefined {
  if (!plan.languages.includes('en')) return undefined;
  const english = new Map(queryRows(plan, 'en').map((row) => [row.id, row]));
  const rows = queryRows(plan, language).map(({ id }) => english.get(id));
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

/** Whether English queries have the English ranker's scores under a method. */
function sharesEnglish({ kind }: StudyMethod): boolean {
  return !['encoder-zero-shot', 'imported', 'lexical', 'pooled', 'ot-distance'].includes(kind);
}
