import type { Language } from '../data';
import type { StudyConfig } from '../report';
import { isEncoderMethod, type StudyMethod, type TrainedMethod, trainedOf } from './methods';
import type { StudyPlan } from './plan';
import { distilledLanguages, foreignLanguages, trains } from './plan';

// Seconds on two cores without a GPU, from the CPU seconds of four studies of the sample (layers 3, 6 and 12, heads and top-2).
// Their proportions place the progress bar, their sums are the estimate.
const PER_TEXT = 0.004;
const PER_TEXT_AND_LAYER = 0.0006;
const PER_RUN_UP = 0.005;
const PER_RANKER_STEP = 0.02;
const PER_STEP = 0.004;
const PER_HEAD_PAIR = 0.00035;
const PER_ENCODER_PAIR_AND_LAYER = 0.02;
const PER_RANKING = 0.2;
const PER_PAIR = 7e-7;
const PER_MAP = 0.3;
const PER_MATCHED_PAIR = 0.006;
/** Layers of the embedded encoder, for students that train all of one. */
const LAYERS = 12;

/** Expected seconds of one training of a method's student. */
export function trainingWork(method: TrainedMethod): number {
  const { settings, spec } = method;
  const layers = 'layers' in spec ? spec.layers : LAYERS;
  const perPair = isEncoderMethod(method) ? layers * PER_ENCODER_PAIR_AND_LAYER : PER_HEAD_PAIR;
  return settings.steps * (PER_STEP + settings.accumulate * settings.batch * perPair);
}

/** Expected seconds until a closed form is fitted to a language; 0 of other methods. */
export function fitWork(method: StudyMethod, { bitext }: StudyPlan, language: Language): number {
  if (method.kind !== 'map') return 0;
  const pairs = bitext.get(language)?.length ?? 0;
  const used = method.pairs > 0 ? Math.min(pairs, method.pairs) : pairs;
  return PER_MAP + (method.map === 'ot-procrustes' ? used * PER_MATCHED_PAIR : 0);
}

/** Expected seconds of ranking in one language. */
export function rankWork({ documents, queries, collection }: StudyPlan): number {
  const lists = collection?.lists && [...collection.lists.values()];
  const pairs = lists?.reduce((sum, { length }) => sum + length, 0) ?? queries * documents.length;
  return PER_RANKING + pairs * PER_PAIR;
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
  const encode = texts * (PER_TEXT + config.layer * PER_TEXT_AND_LAYER);
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
  const fits = foreignLanguages(plan)
    .flatMap((language) => methods.map((method) => fitWork(method, plan, language)))
    .reduce((sum, seconds) => sum + seconds, 0);
  const perSeed = ranker + training + (seeded * foreign + 1) * rank;
  const total = encode + runUp + once + fits + config.seeds.length * perSeed + 2;
  return { encode, runUp, ranker, statistics: 2, total };
}
