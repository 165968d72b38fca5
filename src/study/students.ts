import type { Language } from '../data';
import { Rng } from '../lib';
import type { NnOps } from '../nn';
import { type CollapseRow, type TrainingRow, trainsEncoder } from '../report';
import {
  type DistilProblem,
  makeStudent,
  projectTexts,
  readsLayer,
  type StudentModel,
  type StudentSnapshot,
  type Teacher,
  type TokenSet,
} from '../train';
import {
  type CollapseEvidence,
  type CollapseProbe,
  measureCollapse,
  probeOf,
} from './collapseProbe';
import type { StudyContext } from './context';
import { trainingWork } from './costs';
import { trainedPiece } from './exchange';
import { isEncoderMethod, type TrainedMethod } from './methods';
import { limitPairs } from './placebo';
import { projectTokens } from './projection';
import { meanOf, scoreQueries } from './ranking';
import { type ResumableJob, trainResumable } from './resumable';
import type { SeedTeacher } from './teacher';
import type { Level } from './textStore';

/** English texts that stand in as documents where a loss distils scores. */
const DOCUMENTS = 64;

/** A student that was trained, and what is to be told of it. */
export interface Trained {
  readonly languages: readonly Language[];
  readonly snapshot: StudentSnapshot;
  readonly row: TrainingRow;
  readonly collapse: CollapseRow;
  readonly notes: readonly string[];
  /** Of the steps that were run here and now, not before a pause, and how many these are. */
  readonly milliseconds: number;
  readonly ran: number;
}

/** Where a method's student reads its texts. */
export function levelOf(context: StudyContext, method: TrainedMethod): Level | 'last' {
  return isEncoderMethod(method) ? readsLayer(method.spec, context.encoder!.shape.layers) : 'last';
}

/** The teacher as students see it. */
function teacherOf(context: StudyContext, method: TrainedMethod, seed: SeedTeacher): Teacher {
  const { head, inputs, outputs } = seed;
  const encoder = isEncoderMethod(method) ? context.encoder : undefined;
  return { head, inputs, outputs, ...(encoder && { encoder }) };
}

/** Unit token vectors of texts as queries of a trained student. */
export async function projectStudent(
  context: StudyContext,
  method: TrainedMethod,
  seed: SeedTeacher,
  { snapshot }: Pick<Trained, 'snapshot'>,
  rows: readonly string[],
): Promise<TokenSet> {
  const { nn, texts, config } = context;
  using ops = nn.open();
  const start = new Rng(seed.seed).fork('student.start');
  const options = { storage: config.storage };
  const teacher = teacherOf(context, method, seed);
  const model = makeStudent(ops, method.spec, teacher, start, snapshot, options);
  return await projectTexts(ops, model, texts.read(rows, levelOf(context, method)));
}

/** Bitext, head and frozen layers as distillation sees them: no judgement, no intent. */
export async function distilProblem(
  context: StudyContext,
  method: TrainedMethod,
  seed: SeedTeacher,
  languages: readonly Language[],
): Promise<DistilProblem> {
  const { plan, texts, plans, nn } = context;
  const level = levelOf(context, method);
  const pairsOf = (language: Language) => limitPairs(plan.bitext.get(language)!, method.pairs);
  const english = [...new Set(languages.flatMap((l) => pairsOf(l).map((pair) => pair.english)))];
  const index = new Map(english.map((text, k) => [text, k]));
  const wantsDocuments = method.terms.some(({ name }) => name === 'kl' || name === 'margin-mse');
  return {
    teacher: teacherOf(context, method, seed),
    english: await projectTokens(nn, texts.select(english), { weight: seed.head }),
    ...(method.settings.sourceTerm && { englishTexts: texts.read(english, level) }),
    ...(wantsDocuments && { documents: someOf(english.length, seed.seed) }),
    languages: languages.map((language) => ({
      language,
      texts: texts.read(
        pairsOf(language).map(({ foreign }) => foreign),
        level,
      ),
      english: Uint32Array.from(pairsOf(language), (pair) => index.get(pair.english)!),
      ...(plans && { plans: plans.get(language)!.slice(0, pairsOf(language).length) }),
    })),
  };
}

/** Numbers of texts, drawn by the seed. */
function someOf(texts: number, seed: number): Uint32Array {
  const order = new Rng(seed)
    .fork('documents')
    .shuffle(Uint32Array.from({ length: texts }, (_, k) => k));
  return order.slice(0, DOCUMENTS).sort();
}

/** Trains one student for `languages` and looks for signs of collapse. */
export async function trainFor(
  context: StudyContext,
  method: TrainedMethod,
  seed: SeedTeacher,
  languages: readonly Language[],
): Promise<Trained> {
  const { config, progress, onEvent } = context;
  const language = config.joint ? null : languages[0]!;
  const label = [method.id, language, `seed ${seed.seed}`].filter(Boolean).join(', ');
  const problem = await distilProblem(context, method, seed, languages);
  const dev = new DevSet(context, method, seed, languages);
  const { settings } = method;
  const result = await progress.run('distil', label, trainingWork(method), (report) =>
    trainResumable(context, {
      label,
      method,
      problem,
      seed: seed.seed,
      evaluate: (student, ops) => dev.evaluate(student, ops),
      evidence: dev,
      onPoint: (row) => {
        report(row.step, settings.steps);
        onEvent({ type: 'curve', point: { stage: method.id, seed: seed.seed, language, ...row } });
      },
      ...handsOut(context, method, seed, languages),
    }),
  );
  const about = { method: method.id, seed: seed.seed, language };
  const collapse = { ...about, ...dev.collapse() };
  onEvent({ type: 'collapse', row: collapse });
  const { steps, step, devMap, ended } = result;
  const notes =
    ended.kind === 'diverged' ? [`${label}: ${ended.reason} Step ${step} was kept.`] : [];
  for (const message of notes) onEvent({ type: 'note', message, alarm: true });
  return {
    languages,
    snapshot: result.snapshot,
    collapse,
    row: { ...about, student: method.student, steps, of: settings.steps, chosen: step, devMap },
    notes,
    milliseconds: result.millisecondsPerStep * result.ran,
    ran: result.ran,
  };
}

/** Gives a head away at each evaluation, where somebody wants it. */
function handsOut(
  { config, onEvaluated }: StudyContext,
  method: TrainedMethod,
  seed: SeedTeacher,
  languages: readonly Language[],
): Pick<ResumableJob, 'onEvaluation'> {
  if (!onEvaluated || trainsEncoder(method.student)) return {};
  const { layer, joint } = config;
  return {
    onEvaluation: async ({ step, devMap }, weights) =>
      onEvaluated({
        ...{ method: method.id, seed: seed.seed, layer, joint, languages, step, devMap },
        student: method.student,
        ...trainedPiece(seed, undefined, await weights(), 'last'),
      }),
  };
}

/** Ranks the held-out ids during training. */
class DevSet {
  #first: CollapseProbe | undefined;
  #last: CollapseProbe | undefined;

  constructor(
    private readonly context: StudyContext,
    private readonly method: TrainedMethod,
    private readonly seed: SeedTeacher,
    private readonly languages: readonly Language[],
  ) {}

  async evaluate(student: StudentModel, ops: NnOps) {
    const { texts, plan } = this.context;
    const { dev, devJudgements, devMap: english } = this.seed;
    const level = levelOf(this.context, this.method);
    const byLanguage: Record<string, number> = { en: english };
    const queries: TokenSet[] = [];
    for (const language of this.languages) {
      const rows = plan.dev.get(language)!.map(({ text }) => text);
      const tokens = await projectTexts(ops, student, texts.read(rows, level));
      queries.push(tokens);
      const scores = await scoreQueries(this.context, tokens, dev, devJudgements(language));
      byLanguage[language] = meanOf(scores[plan.devTask]);
    }
    this.#last = measureCollapse(queries, dev);
    this.#first ??= this.#last;
    const maps = this.languages.map((language) => byLanguage[language]!);
    return { devMap: maps.reduce((sum, map) => sum + map, 0) / maps.length, byLanguage };
  }

  /** What was seen so far, to go with a checkpoint. */
  save(): { first: CollapseEvidence; last: CollapseEvidence } {
    const [first, last] = this.#probes();
    return { first: evidenceOf(first), last: evidenceOf(last) };
  }

  /** @param saved what `save` gave. */
  restore(saved: unknown): void {
    const { first, last } = saved as ReturnType<DevSet['save']>;
    this.#first = probeOf(first);
    this.#last = probeOf(last);
  }

  collapse() {
    const [first, last] = this.#probes();
    const { raised, reasons } = last.alarmAgainst(first);
    return { ...evidenceOf(last), alarm: raised, reasons };
  }

  #probes(): [first: CollapseProbe, last: CollapseProbe] {
    const [first, last] = [this.#first, this.#last];
    if (!first || !last) throw new Error('trainStudent never evaluated its student');
    return [first, last];
  }
}

function evidenceOf({ meanCosine, columnEntropy }: CollapseProbe): CollapseEvidence {
  return { meanCosine, columnEntropy };
}
