import type { CollapseRow, Method, PoolRow, SlotRow, TrainingRow } from '../report';
import type { StudyContext } from './context';
import { handOut } from './handOut';
import { type StudyMethod, trainedOf } from './methods';
import { PairPlans } from './pairPlans';
import { distilledLanguages, trains } from './plan';
import { Evaluation, type MethodScores } from './scoring';
import { type Trained, trainFor } from './students';
import { openTeacher, type SeedTeacher } from './teacher';

/** What was measured and what is to be told of it. */
export interface Outcome {
  readonly scores: Map<number, Map<Method, MethodScores>>;
  readonly collapse: CollapseRow[];
  readonly slots: readonly SlotRow[];
  readonly pool: readonly PoolRow[];
  readonly training: TrainingRow[];
  readonly notes: string[];
  /** Mean time of a step by method, as entries of `timings`. */
  readonly seconds: Record<string, number>;
}

/** Trains and ranks with every method under every seed. */
export async function scoreAll(context: StudyContext): Promise<Outcome> {
  const plans = context.onPlans && new PairPlans(context);
  try {
    const outcome = await new Scoring(context, plans).run();
    await plans?.write();
    return outcome;
  } finally {
    await plans?.close();
  }
}

class Scoring {
  readonly #evaluation: Evaluation;
  readonly #collapse: CollapseRow[] = [];
  readonly #training: TrainingRow[] = [];
  readonly #notes: string[] = [];
  readonly #pace = new Map<string, { milliseconds: number; steps: number }>();
  #untrained: MethodScores | undefined;

  constructor(
    private readonly context: StudyContext,
    private readonly plans: PairPlans | undefined,
  ) {
    this.#evaluation = new Evaluation(context);
  }

  async run(): Promise<Outcome> {
    const { config, methods } = this.context;
    const scores = new Map<number, Map<Method, MethodScores>>();
    if (config.methods.includes('encoder-zero-shot'))
      this.#untrained = await this.#evaluation.untrained();
    for (const seed of config.seeds) {
      const ofSeed = new Map<Method, MethodScores>();
      scores.set(seed, ofSeed);
      const teacher = trains(config) ? await openTeacher(this.context, seed) : undefined;
      const english = teacher && (await this.#evaluation.english(teacher));
      for (const method of methods) {
        const scored = await this.#score(method, teacher, english);
        if (scored) ofSeed.set(method.id, scored);
        this.#evaluation.closePool(method.id, seed);
      }
    }
    return {
      ...{ scores, collapse: this.#collapse, training: this.#training, notes: this.#notes },
      slots: this.#evaluation.slotRows(),
      pool: this.#evaluation.poolRows(),
      seconds: this.#seconds(),
    };
  }

  async #score(
    method: StudyMethod,
    teacher: SeedTeacher | undefined,
    english: Awaited<ReturnType<Evaluation['english']>> | undefined,
  ): Promise<MethodScores | undefined> {
    if (method.kind === 'encoder-zero-shot') return this.#untrained;
    if (method.kind === 'imported') return this.#evaluation.imported(method.id);
    if (method.kind === 'lexical') return this.#evaluation.lexical(method);
    if (!teacher) throw new Error(`${method.id} needs the English ranker`);
    const trained = await trainMethod(this.context, teacher, method.id);
    await handOut(this.context, method, teacher, trained, this.#evaluation);
    await this.plans?.add(method, teacher, trained, this.#evaluation);
    for (const student of trained) this.#tell(method, student);
    if (method.kind === 'train' && trained.length === 0) return undefined;
    return this.#evaluation.method(method, teacher, english, trained);
  }

  #tell(method: StudyMethod, { row, collapse, notes, milliseconds, ran }: Trained): void {
    this.#training.push(row);
    this.#collapse.push(collapse);
    this.#notes.push(...notes);
    const known = this.#pace.get(method.id) ?? { milliseconds: 0, steps: 0 };
    this.#pace.set(method.id, {
      milliseconds: known.milliseconds + milliseconds,
      steps: known.steps + ran,
    });
  }

  #seconds(): Record<string, number> {
    const known = [...this.#pace].filter(([, { steps }]) => steps > 0);
    const perStep = ({ milliseconds, steps }: { milliseconds: number; steps: number }) =>
      Math.round(1e3 * (milliseconds / steps)) / 1e6;
    return Object.fromEntries(known.map(([id, pace]) => [`step ${id}`, perStep(pace)]));
  }
}

/** One student for all languages, or one each; none where there is no bitext or nothing to train. */
async function trainMethod(
  context: StudyContext,
  teacher: SeedTeacher,
  id: string,
): Promise<Trained[]> {
  const [method] = trainedOf(context.methods).filter((candidate) => candidate.id === id);
  const languages = distilledLanguages(context.plan, context.config);
  if (!method || languages.length === 0) return [];
  const groups = context.config.joint ? [languages] : languages.map((language) => [language]);
  const trained: Trained[] = [];
  for (const group of groups) trained.push(await trainFor(context, method, teacher, group));
  return trained;
}
