import {
  type DistilConfig,
  distilSettings,
  parseStudyConfig,
  type RankerConfig,
  type StudyConfig,
} from '../report';

/** A number of the form: where it lives in the config and how it is called. */
export interface NumberField {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly step: number;
  readonly decimals: number;
  readonly get: (config: StudyConfig) => number;
  readonly set: (config: StudyConfig, value: number) => StudyConfig;
}

interface Look {
  readonly label: string;
  readonly hint: string;
  readonly step: number;
  readonly decimals?: number;
}

function ranker(key: keyof RankerConfig, { decimals = 0, ...look }: Look): NumberField {
  return {
    ...look,
    decimals,
    id: `ranker.${key}`,
    get: (config) => config.ranker[key] as number,
    set: (config, value) => ({ ...config, ranker: { ...config.ranker, [key]: value } }),
  };
}

/** Shows the default of the chosen kind of student where the config says nothing. */
function distil(key: keyof DistilConfig, { decimals = 0, ...look }: Look): NumberField {
  return {
    ...look,
    decimals,
    id: `distil.${key}`,
    get: (config) => distilSettings(config, config.student)[key] as number,
    set: (config, value) => ({ ...config, distil: { ...config.distil, [key]: value } }),
  };
}

export const LIMIT: NumberField = {
  id: 'limit',
  label: 'Evaluation ids',
  hint: 'at most; 0 takes all',
  step: 50,
  decimals: 0,
  get: (config) => config.limit,
  set: (config, limit) => ({ ...config, limit }),
};

export const LAYER: NumberField = {
  id: 'layer',
  label: 'Encoder layer',
  hint: '1–12; fewer is faster',
  step: 1,
  decimals: 0,
  get: (config) => config.layer,
  set: (config, layer) => ({ ...config, layer }),
};

export const RANKER_FIELDS: readonly NumberField[] = [
  ranker('steps', { label: 'Ranker steps', hint: 'English only', step: 50 }),
  ranker('batch', { label: 'Ranker batch', hint: 'utterances a step', step: 8 }),
  ranker('learningRate', {
    label: 'Ranker learning rate',
    hint: 'Adam',
    step: 0.0005,
    decimals: 6,
  }),
];

export const DISTIL_FIELDS: readonly NumberField[] = [
  distil('epsilon', {
    label: 'Entropic ε',
    hint: 'unit of the cosine cost',
    step: 0.005,
    decimals: 4,
  }),
  distil('iterations', { label: 'Sinkhorn iterations', hint: 'per step', step: 5 }),
  distil('steps', { label: 'Distillation steps', hint: 'at most, per student', step: 50 }),
  distil('batch', { label: 'Pairs a step', hint: 'of one language', step: 8 }),
  distil('learningRate', { label: 'Learning rate', hint: 'Adam', step: 0.0001, decimals: 6 }),
  distil('patience', { label: 'Patience', hint: 'evaluations without gain', step: 1 }),
];

/** What the form would refuse, or null. */
export function draftProblem(draft: StudyConfig): string | null {
  try {
    parseStudyConfig(draft);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Reads `1, 2, 3`; what is not a whole number becomes NaN, which the config refuses. */
export function parseSeeds(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
}

/** Reads `de, fr`; empty means all. */
export function parseLanguages(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
