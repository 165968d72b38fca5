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
  /** One sentence for a newcomer. */
  readonly help: string;
  readonly section: FieldSection;
  /** Of a number. */
  readonly unit?: string;
  /** What can be written, where the schema's bounds do not say. */
  readonly form?: string;
  /** Of the arrow keys; a number without one has 1. */
  readonly step?: number;
  /** Names of options, where they do not speak for themselves. */
  readonly options?: Readonly<Record<string, string>>;
}

const text = (
  section: FieldSection,
  label: string,
  help: string,
  more: Pick<FieldText, 'unit' | 'form' | 'step' | 'options'> = {},
): FieldText => ({ section, label, help, ...more });

const LANGUAGE_CODES = 'codes such as de hi th; empty takes all';

/** Label, help, unit and form of every field of the config that the form has a control for. */
export const FIELD_TEXTS: Readonly<Record<string, FieldText>> = {
  languages: text('main', 'Languages', 'Which languages are distilled and ranked.', {
    form: LANGUAGE_CODES,
  }),
  seeds: text('main', 'Random seeds', 'The study is run once per seed; intervals count them all.', {
    form: 'whole numbers, 0 or more, each once',
  }),
  trainSplit: text(
    'main',
    'Training split',
    'Split whose utterances ranker and students learn from.',
  ),
  student: text('main', 'Student model', 'What learns: a head on the encoder, or its own layers.'),
  joint: text('main', 'Students', 'Whether languages share their weights.', {
    options: { false: 'one per language', true: 'one for all (joint)' },
  }),
  placebo: text('main', 'Placebo control', 'Pairs without meaning: a gain under them is no gain.', {
    options: { shuffled: 'shuffled pairs', english: 'English on both sides' },
  }),
  limit: text('main', 'Evaluation queries', 'How many ids are ranked; 0 takes all.', {
    ...{ step: 50, unit: 'ids' },
  }),
  layer: text(
    'main',
    'Encoder layer',
    'Whose token vectors are read: fewer is faster, the last best.',
    {
      form: 'from 1 to the encoder’s last (12 of the embedded one)',
    },
  ),
  'distil.epsilon': text(
    'main',
    'Entropic regularisation ε',
    'Blurs the transport plan; small is sharp but slow to converge.',
    { step: 0.005, unit: 'cosine cost (0 to 2)' },
  ),
  'distil.iterations': text('main', 'Sinkhorn iterations', 'Rounds that solve a plan.', {
    ...{ step: 5, unit: 'per plan' },
  }),
  'distil.steps': text('main', 'Training steps', 'At most so many for each student.', {
    ...{ step: 50, unit: 'steps' },
  }),
  'distil.batch': text('main', 'Batch size', 'Sentence pairs of one language in a step.', {
    ...{ step: 8, unit: 'pairs' },
  }),
  'distil.learningRate': text('main', 'Learning rate', 'Step size of Adam; too large collapses.', {
    step: 0.0001,
  }),
  'distil.patience': text('main', 'Early-stopping patience', 'Evaluations without a better MAP.', {
    unit: 'evaluations',
  }),
  'ranker.steps': text('main', 'Ranker training steps', 'Of the English ranker, the teacher.', {
    ...{ step: 50, unit: 'steps' },
  }),
  'ranker.batch': text('main', 'Ranker batch size', 'English utterances in a step.', {
    ...{ step: 8, unit: 'utterances' },
  }),
  'ranker.learningRate': text('main', 'Ranker learning rate', 'Step size of Adam.', {
    step: 0.0005,
  }),

  distilFor: text('distillation', 'Distil for', 'Which languages get a student.', {
    options: { all: 'all languages', low: 'the low group alone' },
  }),
  sampling: text('distillation', 'Language sampling', 'Whose batch a joint student takes next.', {
    options: { turns: 'in turn', uniform: 'each alike', size: 'by pairs', need: 'by need' },
  }),
  pairs: text('distillation', 'Training pairs', 'Bitext taken per language; 0 takes all.', {
    ...{ step: 100, unit: 'pairs' },
  }),
  planLayer: text('distillation', 'Plan layer', 'Whose vectors plans are computed from.', {
    form: 'a layer’s number, or last: the student as it is',
  }),
  'distil.evaluateEvery': text('distillation', 'Evaluate every', 'Between two held-out MAPs.', {
    ...{ step: 5, unit: 'steps' },
  }),
  'distil.schedule': text('distillation', 'Learning-rate schedule', 'How it falls over training.'),
  'distil.warmup': text('distillation', 'Warm-up', 'Until the full learning rate is reached.', {
    ...{ step: 5, unit: 'steps' },
  }),
  'distil.batchTokens': text('distillation', 'Token limit of a batch', '0 sets none.', {
    ...{ step: 256, unit: 'tokens' },
  }),
  'distil.accumulate': text('distillation', 'Gradient accumulation', 'Batches in one step.', {
    unit: 'batches',
  }),
  'distil.weightDecay': text('distillation', 'Weight decay', '0 is Adam, above it AdamW.', {
    step: 0.01,
  }),
  'distil.clip': text('distillation', 'Gradient clipping', 'Largest norm; 0 clips none.', {
    ...{ step: 0.5, unit: 'L2 norm' },
  }),
  'distil.dropout': text('distillation', 'Dropout', 'In encoder layers that are trained.', {
    ...{ step: 0.05, unit: 'share of units' },
  }),
  'distil.checkpointing': text(
    'distillation',
    'Gradient checkpointing',
    'Computes layers twice to save memory.',
  ),
  'distil.pull': text(
    'distillation',
    'Pull to the start',
    'L2 weight on the way from the teacher.',
    {
      ...{ step: 0.0005, unit: 'weight in the loss' },
    },
  ),
  'distil.orthogonality': text('distillation', 'Orthogonality', 'Keeps a map near a rotation.', {
    ...{ step: 0.01, unit: 'weight in the loss' },
  }),
  'distil.centring': text('distillation', 'Centring', 'Draws mean vectors of languages together.', {
    ...{ step: 0.01, unit: 'weight in the loss' },
  }),
  'distil.columnEntropy': text(
    'distillation',
    'Column entropy',
    'Against hubs: tokens that all others move to.',
    { step: 0.01, unit: 'weight in the loss' },
  ),
  'distil.epsilonStart': text(
    'distillation',
    'ε at the start',
    'Falls to ε; 0 keeps it constant.',
    {
      ...{ step: 0.05, unit: 'cosine cost' },
    },
  ),
  'distil.epsilonSteps': text('distillation', 'ε annealing', 'How long ε takes to fall.', {
    ...{ step: 20, unit: 'steps' },
  }),
  'distil.temperature': text('distillation', 'Temperature', 'Of contrastive losses and kl.', {
    step: 0.01,
  }),
  'distil.sourceTerm': text(
    'distillation',
    'MSE source term',
    'Also holds the English means of mse where they were.',
  ),

  'ranker.loss': text('ranker', 'Ranker loss', 'none ranks by the encoder’s own vectors.'),
  'ranker.dimension': text('ranker', 'Ranker dimension', 'Length of a ranked token vector.', {
    ...{ step: 32, unit: 'components' },
  }),
  'ranker.temperature': text('ranker', 'Ranker temperature', 'Divides scores in its loss.', {
    step: 0.01,
  }),

  evaluationSplit: text('evaluation', 'Evaluation split', 'dev is for choosing settings.'),
  tasks: text(
    'evaluation',
    'Ranking tasks',
    'T1 the parallel text, T2 the same intent, T3 the same template, T4 all languages, T5 the same domain, C a collection.',
  ),
  ties: text('evaluation', 'Tie rule', 'In what order equal scores rank.'),
  queries: text('evaluation', 'Queries ranked', 'Spread evenly; 0 takes all.', {
    ...{ step: 50, unit: 'queries' },
  }),
  poolQueries: text('evaluation', 'Pool queries', 'Of task T4; 0 takes all.', {
    ...{ step: 50, unit: 'queries' },
  }),
  slotPairs: text('evaluation', 'Slot pairs', 'On which plans are held against slots.', {
    ...{ step: 50, unit: 'pairs per language' },
  }),
  groups: text('evaluation', 'Language groups', 'Whose difference is the gap.', {
    form: 'auto, or NAME: de fr / hi th (high / low)',
  }),
  'bootstrap.replicates': text('evaluation', 'Bootstrap replicates', 'Of intervals and tests.', {
    ...{ step: 500, unit: 'resamples' },
  }),
  'bootstrap.seed': text('evaluation', 'Bootstrap seed', 'Of the resampling.'),

  'encoder.dtype': text('encoder', 'Number format', 'Which of its weight files is opened.'),
  'encoder.queryPrefix': text('encoder', 'Query prefix', 'Put before every query, as E5 wants.', {
    form: 'any text; empty puts none',
  }),
  'encoder.passagePrefix': text('encoder', 'Passage prefix', 'Put before every passage.', {
    form: 'any text; empty puts none',
  }),
  'encoder.prefixTokens': text('encoder', 'Prefix tokens', 'Whether the prefix is ranked, too.'),
  'encoder.specialTokens': text('encoder', 'Special tokens', 'Whether [CLS] and [SEP] are ranked.'),
  'encoder.skiplist': text('encoder', 'Skip list', 'Passage tokens that are not ranked.'),
  'encoder.queryExpansion': text('encoder', 'Query expansion', 'Mask tokens of a ColBERT export.'),
  'encoder.maxTokens': text('encoder', 'Longest text', 'Cut after so many; 0: what it takes.', {
    ...{ step: 32, unit: 'tokens' },
  }),
  'encoder.pooling': text('encoder', 'Pooling', 'Sentence vector of pooled baselines.'),
  'encoder.normalise': text('encoder', 'Normalise', 'Scales token vectors to norm √d.'),

  backend: text('machine', 'Training backend', 'auto takes WGSL on a hardware GPU, else WASM.', {
    options: { wasm: 'WASM (CPU)', wgsl: 'WGSL (GPU)' },
  }),
  storage: text('machine', 'Frozen weights', 'f16 halves their memory; WGSL alone.'),
};

/** Fields without a control of their own, and why. */
export const NO_CONTROL: Readonly<Record<string, string>> = {
  methods: 'Boxes above the form and a line for sums of losses.',
  'encoder.source': 'Chosen with the encoder, which has to be opened.',
  'encoder.revision': 'Chosen with the encoder, which has to be opened.',
};
