/** Where a field stands in the form; `main` is always open. */
export type FieldSection =
  | 'main'
  | 'evaluation'
  | 'distillation'
  | 'ranker'
  | 'encoder'
  | 'machine';

export const SECTION_NAMES: Readonly<Record<FieldSection, string>> = {
  main: 'Main settings',
  distillation: 'Distillation',
  ranker: 'English ranker',
  evaluation: 'Evaluation',
  encoder: 'Encoder',
  machine: 'Machine',
};

export interface FieldText {
  readonly label: string;
  readonly help: string;
  readonly section: FieldSection;
  /** Of the arrow keys; a number without one has 1. */
  readonly step?: number;
  /** Names of options, where they do not speak for themselves. */
  readonly options?: Readonly<Record<string, string>>;
}

const text = (
  section: FieldSection,
  label: string,
  help: string,
  more: Pick<FieldText, 'step' | 'options'> = {},
): FieldText => ({ section, label, help, ...more });

/** Label and help of every field of the config that the form has a control for. */
export const FIELD_TEXTS: Readonly<Record<string, FieldText>> = {
  languages: text('main', 'Languages', 'codes; empty takes all'),
  seeds: text('main', 'Seeds', 'whole numbers'),
  trainSplit: text('main', 'Train on', 'split whose ids train'),
  student: text('main', 'Student', 'a head, or layers of the encoder'),
  joint: text('main', 'Students', 'one a language, or one for all', {
    options: { false: 'one a language', true: 'one for all (joint)' },
  }),
  placebo: text('main', 'Placebo', 'a gain here is none', {
    options: { shuffled: 'shuffled pairs', english: 'English on both sides' },
  }),
  limit: text('main', 'Evaluation ids', 'at most; 0 takes all', { step: 50 }),
  layer: text('main', 'Encoder layer', 'fewer is faster; the last is the best'),
  'distil.epsilon': text('main', 'Entropic ε', 'unit of the cosine cost', { step: 0.005 }),
  'distil.iterations': text('main', 'Sinkhorn iterations', 'per step', { step: 5 }),
  'distil.steps': text('main', 'Distillation steps', 'at most, per student', { step: 50 }),
  'distil.batch': text('main', 'Pairs a step', 'of one language', { step: 8 }),
  'distil.learningRate': text('main', 'Learning rate', 'Adam', { step: 0.0001 }),
  'distil.patience': text('main', 'Patience', 'evaluations without gain'),
  'ranker.steps': text('main', 'Ranker steps', 'English only', { step: 50 }),
  'ranker.batch': text('main', 'Ranker batch', 'utterances a step', { step: 8 }),
  'ranker.learningRate': text('main', 'Ranker learning rate', 'Adam', { step: 0.0005 }),

  distilFor: text('distillation', 'Distil for', 'languages that get a student', {
    options: { all: 'all languages', low: 'the low group alone' },
  }),
  sampling: text('distillation', 'Sampling', 'next batch of a joint student', {
    options: { turns: 'in turn', uniform: 'each alike', size: 'by pairs', need: 'by need' },
  }),
  pairs: text('distillation', 'Pairs a language', 'at most; 0 takes all', { step: 100 }),
  planLayer: text('distillation', 'Plans from', 'layer number, or last: the student as it is'),
  'distil.evaluateEvery': text('distillation', 'Evaluate every', 'steps', { step: 5 }),
  'distil.schedule': text('distillation', 'Schedule', 'of the learning rate'),
  'distil.warmup': text('distillation', 'Warm-up', 'steps to the full learning rate', { step: 5 }),
  'distil.batchTokens': text('distillation', 'Tokens a step', 'at most; 0 is no limit', {
    step: 256,
  }),
  'distil.accumulate': text('distillation', 'Accumulate', 'batches a step'),
  'distil.weightDecay': text('distillation', 'Weight decay', '0 is Adam, above it AdamW', {
    step: 0.01,
  }),
  'distil.clip': text('distillation', 'Gradient clip', 'largest norm; 0 is off', { step: 0.5 }),
  'distil.dropout': text('distillation', 'Dropout', 'in encoder layers', { step: 0.05 }),
  'distil.checkpointing': text('distillation', 'Recompute layers', 'slower, less memory'),
  'distil.pull': text('distillation', 'Pull to the start', 'on every weight', { step: 0.0005 }),
  'distil.orthogonality': text('distillation', 'Orthogonality', 'of maps', { step: 0.01 }),
  'distil.centring': text('distillation', 'Centring', 'of mean vectors', { step: 0.01 }),
  'distil.columnEntropy': text('distillation', 'Column entropy', 'against hubs', { step: 0.01 }),
  'distil.epsilonStart': text('distillation', 'ε at the start', 'falls to ε; 0: constant', {
    step: 0.05,
  }),
  'distil.epsilonSteps': text('distillation', 'ε falls over', 'steps', { step: 20 }),
  'distil.temperature': text('distillation', 'Temperature', 'contrastive losses, kl', {
    step: 0.01,
  }),
  'distil.sourceTerm': text('distillation', 'MSE source term', 'holds English means, too'),

  'ranker.loss': text('ranker', 'Ranker loss', 'none: the encoder’s own vectors'),
  'ranker.dimension': text('ranker', 'Ranker dimension', 'of ranked vectors', { step: 32 }),
  'ranker.temperature': text('ranker', 'Ranker temperature', 'of its loss', { step: 0.01 }),

  evaluationSplit: text('evaluation', 'Rank', 'dev: for choosing settings'),
  tasks: text('evaluation', 'Tasks', 'C is the task of a collection'),
  ties: text('evaluation', 'Ties', 'order of equal scores'),
  queries: text('evaluation', 'Queries', 'at most, evenly spread; 0 takes all', { step: 50 }),
  poolQueries: text('evaluation', 'Pool queries', 'of T4; 0 takes all', { step: 50 }),
  slotPairs: text('evaluation', 'Slot pairs', 'a language, for slot agreement', { step: 50 }),
  groups: text('evaluation', 'Language groups', 'auto, or name: high codes / low codes'),
  'bootstrap.replicates': text('evaluation', 'Bootstrap replicates', 'of intervals and tests', {
    step: 500,
  }),
  'bootstrap.seed': text('evaluation', 'Bootstrap seed', 'of the resampling'),

  'encoder.dtype': text('encoder', 'Number format', 'of its weights, where it has several'),
  'encoder.queryPrefix': text('encoder', 'Query prefix', 'put before queries as it is'),
  'encoder.passagePrefix': text('encoder', 'Passage prefix', 'put before passages as it is'),
  'encoder.prefixTokens': text('encoder', 'Prefix tokens', 'whether they are ranked'),
  'encoder.specialTokens': text('encoder', 'Special tokens', 'whether they are ranked'),
  'encoder.skiplist': text('encoder', 'Skip in passages', 'words that are not ranked'),
  'encoder.queryExpansion': text('encoder', 'Query expansion', 'mask tokens of a ColBERT export'),
  'encoder.maxTokens': text('encoder', 'Tokens a text', 'at most; 0: what it takes', { step: 32 }),
  'encoder.pooling': text('encoder', 'Pooled baseline', 'mean of vectors, or the first'),
  'encoder.normalise': text('encoder', 'Normalise', 'token vectors to norm √d'),

  backend: text('machine', 'Train in', 'auto: WGSL on hardware', {
    options: { wasm: 'WASM', wgsl: 'WGSL' },
  }),
  storage: text('machine', 'Frozen weights', 'f16: WGSL alone'),
};

/** Fields without a control of their own, and why. */
export const NO_CONTROL: Readonly<Record<string, string>> = {
  methods: 'Boxes above the form and a line for sums of losses.',
  'encoder.source': 'Chosen with the encoder, which has to be opened.',
  'encoder.revision': 'Chosen with the encoder, which has to be opened.',
};
