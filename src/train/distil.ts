import type { Gpu, Scope, Tensor } from '../gpu';
import { gatherRows, linear, raggedBatch, unitNormalise } from '../kernels';
import type { Rng } from '../lib';
import { trackBest } from './best';
import { LOSSES, type LossName, type LossSettings } from './losses';
import { adamStep, cosineSchedule } from './optimiser';
import { mean, pickBatch, type TrainingHooks } from './ranker';
import { initialStudent, Student, type StudentWeights } from './student';
import { rowsOf, type TokenMatrix, type TokenSet, uploadTokens } from './tokens';

/** Translations of one language: foreign text k translates English text `english[k]`. */
export interface ForeignTokens {
  readonly language: string;
  readonly tokens: TokenSet;
  readonly english: Uint32Array;
}

/**
 * What a student is trained on: translation pairs as token vectors and the frozen English head.
 * There is no room in this type for intents, queries or judgements; distillation cannot see them.
 */
export interface DistilProblem {
  /** W of the teacher, `[outputs, inputs]`, row-major. */
  readonly head: Float32Array;
  readonly outputs: number;
  readonly english: TokenSet;
  readonly languages: readonly ForeignTokens[];
}

export interface DistilSettings extends LossSettings {
  readonly hidden: number;
  readonly steps: number;
  /** Pairs of one language in a batch; languages take turns. */
  readonly batch: number;
  readonly learningRate: number;
  readonly pull: number;
  readonly evaluateEvery: number;
  readonly patience: number;
}

export interface DistilResult {
  readonly weights: StudentWeights;
  /** Step whose weights these are; 0 means that no step was better than the start. */
  readonly step: number;
  readonly devMap: number;
}

interface Resident {
  readonly head: Tensor;
  readonly teacher: TokenMatrix;
  readonly languages: readonly { tokens: TokenMatrix; base: Tensor; english: Uint32Array }[];
}

/**
 * Trains one student for all languages on bitext alone.
 *
 * @throws RangeError if there is no pair at all; DivergedError; the signal's reason.
 */
export async function distil(
  gpu: Gpu,
  problem: DistilProblem,
  loss: LossName,
  settings: DistilSettings,
  rng: Rng,
  hooks: TrainingHooks<Student>,
): Promise<DistilResult> {
  const languages = problem.languages
    .map((language) => ({ ...language, pairs: pairsWithTokens(problem.english, language) }))
    .filter(({ pairs }) => pairs.length > 0);
  if (languages.length === 0) throw new RangeError('distil: there is no translation pair');
  using scope = gpu.scope();
  const resident = load(scope, { ...problem, languages });
  const start = initialStudent(
    problem.english.dimension,
    settings.hidden,
    problem.outputs,
    rng.fork('student.start'),
  );
  const student = new Student(scope, resident.head, start);
  const batches = languages.map(({ language }) => rng.fork(`student.batches.${language}`));

  const best = await trackBest(settings, hooks, {
    step: async (step, wantLoss) => {
      const turn = (step - 1) % languages.length;
      const { pairs: all } = languages[turn]!;
      const picked = pickBatch(all.length, settings.batch, batches[turn]!);
      const pairs = picked.map((k) => all[k]!);
      using inner = gpu.scope();
      const value = distilStep(inner, resident, turn, pairs, student, loss, settings, step);
      return wantLoss ? mean(await inner.download(value)) : null;
    },
    evaluate: () => hooks.evaluate(student),
    snapshot: () => student.weights(scope),
  });
  return { weights: best.model, step: best.step, devMap: best.devMap };
}

/** Pairs with at least one token on both sides: transport between nothing and something is undefined. */
function pairsWithTokens(english: TokenSet, { tokens, english: targets }: ForeignTokens) {
  const length = (offsets: Uint32Array, text: number) => offsets[text + 1]! - offsets[text]!;
  return Uint32Array.from(targets.keys()).filter(
    (pair) => length(tokens.offsets, pair) > 0 && length(english.offsets, targets[pair]!) > 0,
  );
}

/** Uploads the tokens and computes once what does not change: the teacher's vectors and W x. */
function load(scope: Scope, problem: DistilProblem): Resident {
  const { outputs, english } = problem;
  const head = scope.upload(problem.head, [outputs, english.dimension], 'distil.head');
  const raw = uploadTokens(scope, english, 'distil.english');
  const teacher = unitNormalise(scope, { x: linear(scope, { x: raw.vectors, w: head }) }).unit;
  return {
    head,
    teacher: { vectors: teacher, offsets: english.offsets },
    languages: problem.languages.map((language) => {
      const tokens = uploadTokens(scope, language.tokens, `distil.${language.language}`);
      const base = linear(scope, { x: tokens.vectors, w: head });
      return { tokens, base, english: language.english };
    }),
  };
}

function distilStep(
  scope: Scope,
  resident: Resident,
  turn: number,
  pairs: Uint32Array,
  student: Student,
  loss: LossName,
  settings: DistilSettings,
  step: number,
): Tensor {
  const { tokens, base, english } = resident.languages[turn]!;
  const foreign = rowsOf(tokens.offsets, pairs);
  const targets = rowsOf(
    resident.teacher.offsets,
    Uint32Array.from(pairs, (pair) => english[pair]!),
  );
  const rows = scope.uploadU32(foreign.rows, [foreign.rows.length], 'distil.rows');
  const targetRows = scope.uploadU32(targets.rows, [targets.rows.length], 'distil.targetRows');
  const forward = student.forward(
    scope,
    gatherRows(scope, { x: tokens.vectors, rows }),
    gatherRows(scope, { x: base, rows }),
  );
  const result = LOSSES[loss](
    scope,
    {
      x: forward.unit,
      y: gatherRows(scope, { x: resident.teacher.vectors, rows: targetRows }),
      batch: raggedBatch(scope, foreign.counts, targets.counts),
    },
    settings,
  );
  student.backward(scope, forward, result.gradient);
  adamStep(scope, student.parameters, {
    learningRate: cosineSchedule(settings.learningRate, step, settings.steps),
    step,
    pull: settings.pull,
  });
  return result.loss;
}
