import type { Language } from '../data';
import { Rng } from '../lib';
import {
  type AffineMap,
  type ClosedForm,
  type FoldedHead,
  fitMap,
  foldHead,
  makeStudent,
  projectTexts,
  type TokenSet,
} from '../train';
import type { StudyContext } from './context';
import { rankWork } from './costs';
import { importedMethod, projectHead, projectImported } from './imported';
import type { StudyMethod } from './methods';
import { projectTokens, unitTokens } from './projection';
import { type Judgements, scoreQueries, type TaskScores } from './ranking';
import { levelOf, type Trained, teacherOf } from './students';
import type { SeedTeacher } from './teacher';

/** Scores of one method by language; a language that the method was not trained for is absent. */
export type MethodScores = ReadonlyMap<Language, TaskScores>;

/** The evaluation queries of every language, and the maps that were fitted: neither depends on the seed. */
export class Evaluation {
  readonly #maps = new Map<string, AffineMap>();
  readonly #imported = new Map<string, MethodScores>();

  constructor(
    private readonly context: StudyContext,
    private readonly judgements: Judgements,
  ) {}

  /** Ranks with the untrained encoder: no head at all. */
  async untrained(): Promise<MethodScores> {
    const documents = unitTokens(this.#tokens('en'));
    const scores = new Map<Language, TaskScores>();
    for (const language of this.context.plan.languages) {
      const work = 3 * rankWork(this.context.plan);
      const queries = async () => unitTokens(this.#tokens(language));
      const label = `encoder-zero-shot, ${language}`;
      scores.set(language, await this.#rank(label, work, queries, documents));
    }
    return scores;
  }

  /** English queries on English documents: the same under every method, as only other languages are trained. */
  async english({ seed, documents }: SeedTeacher): Promise<TaskScores> {
    const label = `English, seed ${seed}`;
    return this.#rank(label, rankWork(this.context.plan), async () => documents, documents);
  }

  /** Ranks the queries of every language that the method serves. */
  async method(
    method: StudyMethod,
    seed: SeedTeacher,
    english: TaskScores,
    trained: readonly Trained[],
  ): Promise<MethodScores> {
    const { plan } = this.context;
    const scores = new Map<Language, TaskScores>([['en', english]]);
    for (const language of plan.languages.slice(1)) {
      if (method.kind === 'oracle') {
        scores.set(language, english);
        continue;
      }
      const queries = this.#projection(method, seed, language, trained);
      if (!queries) continue;
      const label = `${method.id}, ${language}, seed ${seed.seed}`;
      scores.set(language, await this.#rank(label, rankWork(plan), queries, seed.documents));
    }
    return scores;
  }

  /**
   * Ranks with an imported student: its head for queries, its teacher's for documents; the same under every seed.
   */
  async imported(method: string): Promise<MethodScores> {
    const known = this.#imported.get(method);
    if (known) return known;
    const { plan, texts, nn, imported } = this.context;
    const student = imported.find((candidate) => importedMethod(candidate) === method)!;
    const documents = await projectHead(nn, student.teacher, this.#tokens('en'));
    const scores = new Map<Language, TaskScores>();
    for (const language of plan.languages) {
      if (language !== 'en' && !student.languages.includes(language)) continue;
      const rows = plan.evaluation.get(language)!.map(({ text }) => text);
      const queries = async () =>
        language === 'en' ? documents : projectImported(nn, student, texts, rows);
      scores.set(
        language,
        await this.#rank(`${method}, ${language}`, rankWork(plan), queries, documents),
      );
    }
    this.#imported.set(method, scores);
    return scores;
  }

  /** The English head with the map of a language before it. */
  folded(map: ClosedForm, seed: SeedTeacher, language: Language): FoldedHead {
    return foldHead(seed.head, this.#map(map, language));
  }

  #projection(
    method: StudyMethod,
    seed: SeedTeacher,
    language: Language,
    trained: readonly Trained[],
  ): (() => Promise<TokenSet>) | undefined {
    const { plan, texts, nn } = this.context;
    if (method.kind === 'zero-shot')
      return () => projectTokens(nn, this.#tokens(language), { weight: seed.head });
    if (!plan.bitext.has(language)) return undefined;
    if (method.kind === 'map')
      return () =>
        projectTokens(nn, this.#tokens(language), this.folded(method.map, seed, language));
    if (method.kind !== 'train') return undefined;
    const student = trained.find(({ languages }) => languages.includes(language));
    if (!student) return undefined;
    return async () => {
      using ops = nn.open();
      const teacher = teacherOf(this.context, method, seed);
      const start = new Rng(seed.seed).fork('student.start');
      const model = makeStudent(ops, method.spec, teacher, start, student.snapshot);
      const rows = plan.evaluation.get(language)!.map(({ text }) => text);
      return await projectTexts(ops, model, texts.read(rows, levelOf(this.context, method)));
    };
  }

  #map(name: Parameters<typeof fitMap>[0], language: Language): AffineMap {
    const key = `${name} ${language}`;
    const known = this.#maps.get(key);
    if (known) return known;
    const { plan, texts } = this.context;
    const pairs = plan.bitext.get(language)!;
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

  #tokens(language: Language): TokenSet {
    const { plan, texts } = this.context;
    return texts.select(plan.evaluation.get(language)!.map(({ text }) => text));
  }

  async #rank(
    label: string,
    work: number,
    queries: () => Promise<TokenSet>,
    documents: TokenSet,
  ): Promise<TaskScores> {
    return this.context.progress.run('rank', label, work, async () =>
      scoreQueries(this.context, await queries(), documents, this.judgements),
    );
  }
}
