import * as v from 'valibot';
import { METHODS, type StudyConfig } from './types';

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

const schema = v.strictObject({
  methods: v.optional(v.pipe(v.array(v.picklist(METHODS)), v.nonEmpty(), distinct()), [
    'zero-shot',
    'mean-shift',
    'mse',
    'greedy',
    'ot',
  ]),
  languages: v.optional(languages, []),
  seeds: v.optional(v.pipe(v.array(count(0)), v.nonEmpty(), distinct()), [1]),
  trainSplit: v.optional(v.picklist(['train', 'dev']), 'train'),
  limit: v.optional(count(0), 0),
  groups: v.optional(
    v.lazy((input) => (typeof input === 'object' && input ? groups : v.literal('auto'))),
    'auto',
  ),
  layer: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)), 12),
  ranker: v.optional(
    v.strictObject({
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
      hidden: v.optional(v.pipe(count(4), v.multipleOf(4)), 64),
      steps: v.optional(count(0), 300),
      batch: v.optional(count(1), 48),
      learningRate: v.optional(positive, 1e-3),
      epsilon: v.optional(positive, 0.02),
      iterations: v.optional(count(1), 30),
      pull: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 1e-3),
      evaluateEvery: v.optional(count(1), 75),
      patience: v.optional(count(1), 3),
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
export type StudyConfigInput = v.InferInput<typeof schema>;

/**
 * Checks a config and fills the defaults in.
 *
 * @throws RangeError that names every bad field, what was found and what was wanted.
 */
export function parseStudyConfig(input: unknown): StudyConfig {
  const result = v.safeParse(schema, input);
  if (result.success && !Array.isArray(input)) return result.output as StudyConfig;
  const problems = result.issues?.map((issue) => {
    const field = v.getDotPath(issue) ?? 'config';
    return `${field}: expected ${wanted(issue)}, got ${show(issue.input)}`;
  }) ?? [`config: expected an object with fields, got ${show(input)}`];
  throw new RangeError(`Study config: ${problems.join('; ')}`);
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
