import type { Method, StudyConfig } from '../report';
import type { StudyPlan } from './plan';
import { trains } from './plan';

// Seconds on two cores with a software adapter. Only their proportions matter: they place the progress bar.
const PER_TEXT = 0.012;
const PER_RANKER_STEP = 0.2;
const PER_STEP = 0.1;
const PER_PAIR = 7e-7;

export const TRAINED = ['mse', 'greedy', 'ot'] as const satisfies readonly Method[];
export type TrainedMethod = (typeof TRAINED)[number];

/** The methods of a config that train a student. */
export function trainedMethods(config: StudyConfig): TrainedMethod[] {
  return TRAINED.filter((method) => config.methods.includes(method));
}

/** Expected seconds of each kind of task in a study. */
export function expectedWork(config: StudyConfig, plan: StudyPlan, texts: number) {
  const queries = plan.evaluation.get('en')!.length;
  const ranker = config.ranker.steps * PER_RANKER_STEP;
  const distil = config.distil.steps * PER_STEP;
  const rank = plan.languages.length * queries * queries * PER_PAIR;
  const encode = texts * PER_TEXT;
  const seeded = config.methods.filter((method) => method !== 'encoder-zero-shot').length;
  const perSeed =
    (trains(config) ? ranker : 0) +
    (plan.bitext.size > 0 ? trainedMethods(config).length * distil : 0) +
    seeded * rank;
  const once = config.methods.includes('encoder-zero-shot') ? 3 * rank : 0;
  return {
    encode,
    ranker,
    distil,
    rank,
    statistics: 2,
    total: encode + once + config.seeds.length * perSeed + 2,
  };
}
