import * as v from 'valibot';
import { type StudyConfig, TASKS, TIE_RULES } from './configTypes';
import { checkEncoder, encoderSchema, layersOf } from './encoderConfig';

const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const languages = v.array(v.pipe(v.string(), v.nonEmpty()));
const distinct = <T>() =>
  v.check<T[], string>((list) => new Set(list).size === list.length, 'no value twice');
const groups = v.pipe(
  v.strictObject({ name: v.string(), high: languages, low: languages }),
  v.check(
    ({ high, low }) => new Set([...high, ...low]).size === high.length + low.length,
    'no language twice',
  ),
);

const share = v.pipe(v.number(), v.finite(), v.minValue(0));
const name = (pattern: RegExp, message: string) =>
  v.pipe(
    v.string(),
    v.check((text) => pattern.test(text), message),
  );
const method = name(
  /^([a-z0-9.*+-]+(@[a-z0-9-]+)?(:[1-9]\d*)?|imported:[\w.@+-]+)$/,
  'a method such as ot, ot+0.5*mse, mse@top-2 or ot:200',
);

/** The one schema of a study's config: command line, form and engine check by it. */
export const configSchema = v.strictObject({
  methods: v.optional(v.pipe(v.array(method), v.nonEmpty(), distinct()), [
    'zero-shot',
    'mean-shift',
    'ot-procrustes',
    'mse',
    'greedy',
    'ot',
  ]),
  languages: v.optional(languages, []),
  seeds: v.optional(v.pipe(v.array(count(0)), v.nonEmpty(), distinct()), [1]),
  trainSplit: v.optional(v.picklist(['train', 'dev']), 'train'),
  evaluationSplit: v.optional(v.picklist(['test', 'dev']), 'test'),
  tasks: v.optional(v.pipe(v.array(v.picklist(TASKS)), v.nonEmpty(), distinct()), ['T1', 'T2']),
  ties: v.optional(v.picklist(TIE_RULES), 'trec'),
  limit: v.optional(count(0), 0),
  queries: v.optional(count(0), 0),
  poolQueries: v.optional(count(0), 200),
  slotPairs: v.optional(count(0), 200),
  pairs: v.optional(count(0), 0),
  groups: v.optional(
    v.lazy((input) => (typeof input === 'object' && input ? groups : v.literal('auto'))),
    'auto',
  ),
  encoder: encoderSchema,
  layer: v.optional(count(1)),
  student: v.optional(name(/^[a-z0-9-]+$/, 'a student such as mlp or top-2'), 'mlp'),
  joint: v.optional(v.boolean(), false),
  distilFor: v.optional(v.picklist(['all', 'low']), 'all'),
  sampling: v.optional(v.picklist(['turns', 'uniform', 'size', 'need']), 'turns'),
  placebo: v.optional(v.picklist(['none', 'shuffled', 'english']), 'none'),
  planLayer: v.optional(
    v.lazy((input) => (typeof input === 'number' ? count(1) : v.literal('last'))),
    'last',
  ),
  backend: v.optional(v.picklist(['auto', 'wasm', 'wgsl']), 'auto'),
  storage: v.optional(v.picklist(['f32', 'f16']), 'f32'),
  ranker: v.optional(
    v.strictObject({
      loss: v.optional(
        v.picklist(['contrastive', 'margin-mse', 'kl', 'none', 'imported']),
        'contrastive',
      ),
      dimension: v.optional(v.pipe(count(4), v.multipleOf(4)), 128),
      steps: v.optional(count(0), 300),
      batch: v.optional(count(2), 48),
      learningRate: v.optional(positive, 1e-3),
      temperature: v.optional(positive, 0.05),
    }),
    {},
  ),
  distil: v.optional(
    v.strictObject({
      steps: v.optional(count(0)),
      batch: v.optional(count(1)),
      batchTokens: v.optional(count(0)),
      accumulate: v.optional(count(1)),
      learningRate: v.optional(positive),
      warmup: v.optional(count(0)),
      schedule: v.optional(v.picklist(['cosine', 'linear', 'constant'])),
      weightDecay: v.optional(share),
      clip: v.optional(share),
      dropout: v.optional(v.pipe(share, v.ltValue(1))),
      checkpointing: v.optional(v.boolean()),
      pull: v.optional(share),
      orthogonality: v.optional(share),
      centring: v.optional(share),
      columnEntropy: v.optional(share),
      epsilon: v.optional(positive),
      epsilonStart: v.optional(share),
      epsilonSteps: v.optional(count(0)),
      iterations: v.optional(count(1)),
      temperature: v.optional(positive),
      sourceTerm: v.optional(v.boolean()),
      evaluateEvery: v.optional(count(1)),
      patience: v.optional(count(1)),
    }),
    {},
  ),
  bootstrap: v.optional(
    v.strictObject({
      replicates: v.optional(count(100), 2000),
      seed: v.optional(count(0), 7),
    }),
    {},
  ),
});

/** A config that leaves fields out. */
export type StudyConfigInput = v.InferInput<typeof configSchema>;

/**
 * Checks a config and fills the defaults in.
 *
 * @param layers of the encoder that is open; without it those of the embedded one, any for another.
 * @throws RangeError that names every bad field, what was found and what was wanted.
 */
export function parseStudyConfig(input: unknown, layers?: number): StudyConfig {
  const result = v.safeParse(configSchema, input);
  if (result.success && !Array.isArray(input)) return withLayers(result.output, layers);
  const problems = result.issues?.map((issue) => {
    const field = v.getDotPath(issue) ?? 'config';
    return `${field}: expected ${wanted(issue)}, got ${show(issue.input)}`;
  }) ?? [`config: expected an object with fields, got ${show(input)}`];
  throw new RangeError(`Study config: ${problems.join('; ')}`);
}

/** Fills `layer` in, and checks what depends on the encoder. */
function withLayers(parsed: v.InferOutput<typeof configSchema>, opened?: number): StudyConfig {
  checkEncoder(parsed.encoder);
  const most = opened ?? layersOf(parsed.encoder);
  const layer = parsed.layer ?? (Number.isFinite(most) ? most : FALLBACK_LAYER);
  for (const [field, value] of Object.entries({ layer, planLayer: parsed.planLayer }))
    if (typeof value === 'number' && value > most)
      throw new RangeError(`Study config: ${field}: expected at most ${most}, got ${value}`);
  return { ...parsed, layer } as StudyConfig;
}

/** Stands for the last layer of an encoder that is not open, until the engine has opened it. */
const FALLBACK_LAYER = 12;

/** A config as a study of a collection wants it: its one task and no ranker to train, where nothing else is asked for. */
export function collectionConfig(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const { ranker } = input as { readonly ranker?: unknown };
  const fills = typeof ranker === 'object' && ranker !== null;
  return {
    tasks: ['C'],
    ...input,
    ...((ranker === undefined || fills) && { ranker: { loss: 'none', ...(fills && ranker) } }),
  };
}

/** What a field should have been, in words. */
function wanted({ type, expected, message, requirement }: v.BaseIssue<unknown>): string {
  switch (type) {
    case 'strict_object':
      if (expected === 'never') return 'no field of this name';
      return expected === 'Object' ? 'an object with fields' : 'a value';
    case 'array':
      return 'a list';
    case 'integer':
      return 'a whole number';
    case 'multiple_of':
      return `a multiple of ${requirement}`;
    case 'non_empty':
      return 'at least one';
    case 'min_value':
      return `at least ${requirement}`;
    case 'max_value':
      return `at most ${requirement}`;
    case 'lt_value':
      return `less than ${requirement}`;
    case 'gt_value':
      return `more than ${requirement}`;
    case 'finite':
      return 'a finite number';
    case 'picklist':
    case 'literal':
      return (expected ?? '').replace(/^\(|\)$/g, '').replaceAll('|', 'or');
    default:
      return expected ?? message;
  }
}

/** A value as the message quotes it: JSON, cut to a readable length. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
