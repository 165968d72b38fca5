import { parseStudyConfig, type StudyConfig } from '../report';

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

type Part = 'ranker' | 'distil';

function field<Name extends Part>(
  part: Name,
  key: keyof StudyConfig[Name] & string,
  label: string,
  hint: string,
  step = 1,
  decimals = 0,
): NumberField {
  return {
    id: `${part}.${key}`,
    label,
    hint,
    step,
    decimals,
    get: (config) => config[part][key] as number,
    set: (config, value) => ({ ...config, [part]: { ...config[part], [key]: value } }),
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
  field('ranker', 'steps', 'Ranker steps', 'English only', 50),
  field('ranker', 'batch', 'Ranker batch', 'utterances a step', 8),
  field('ranker', 'learningRate', 'Ranker learning rate', 'Adam', 0.0005, 6),
];

export const DISTIL_FIELDS: readonly NumberField[] = [
  field('distil', 'epsilon', 'Entropic ε', 'unit of the cosine cost', 0.005, 4),
  field('distil', 'iterations', 'Sinkhorn iterations', 'per step', 5),
  field('distil', 'steps', 'Distillation steps', 'at most, per method', 50),
  field('distil', 'batch', 'Pairs a step', 'of one language', 8),
  field('distil', 'learningRate', 'Learning rate', 'Adam', 0.0001, 6),
  field('distil', 'patience', 'Patience', 'evaluations without gain', 1),
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
