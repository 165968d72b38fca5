import type { StudyConfig } from '../report';
import { isEncoderMethod, type StudyMethod, type TrainedMethod, trainedOf } from './methods';
import type { StudyPlan } from './plan';
import { distilledLanguages, foreignLanguages, trains } from './plan';

// Seconds on two cores without a GPU. Only their proportions matter: they place the progress bar.
const PER_TEXT = 0.012;
const PER_RUN_UP = 0.02;
const PER_RANKER_STEP = 0.05;
const PER_HEAD_STEP = 0.05;
const PER_ENCODER_STEP = 3;
const PER_PAIR = 7e-7;

/** Expected seconds of one training of a method's student. */
export function trainingWork(method: TrainedMethod): number {
  return method.settings.steps * (isEncoderMethod(method) ? PER_ENCODER_STEP : PER_HEAD_STEP);
}

/** Expected seconds of ranking in one language. */
export function rankWork({ documents, queries, collection }: StudyPlan): number {
  const lists = collection?.lists && [...collection.lists.values()];
  const pairs = lists?.reduce((sum, { length }) => sum + length, 0) ?? queries * documents.length;
  return pairs * PER_PAIR;
}

/** Expected seconds of each kind of task in a study. */
export function expectedWork(
  config: StudyConfig,
  methods: readonly StudyMethod[],
  plan: StudyPlan,
  texts: number,
) {
  const learns = trains(config) && !['none', 'imported'].includes(config.ranker.loss);
  const ranker = learns ? config.ranker.steps * PER_RANKER_STEP : 0;
  const rank = rankWork(plan);
  const encode = texts * PER_TEXT;
  const runUp = methods.some(isEncoderMethod) ? texts * PER_RUN_UP : 0;
  const served = distilledLanguages(plan, config).length;
  const students = config.joint ? Math.min(1, served) : served;
  const training = trainedOf(methods).reduce(
    (sum, method) => sum + students * trainingWork(method),
    0,
  );
  const foreign = foreignLanguages(plan).length;
  const count = (wanted: StudyMethod['kind']) =>
    methods.filter(({ kind }) => kind === wanted).length;
  const imported = count('imported');
  const seeded = methods.length - count('encoder-zero-shot') - imported;
  const once = (3 * count('encoder-zero-shot') + imported) * plan.languages.length * rank;
  const perSeed = ranker + training + (seeded * foreign + 1) * rank;
  const total = encode + runUp + once + config.seeds.length * perSeed + 2;
  return { encode, runUp, ranker, statistics: 2, total };
}
