import * as v from 'valibot';
import { METHODS, type StudyConfig } from './types';

const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const languages = v.array(v.pipe(v.string(), v.nonEmpty()));

const schema = v.strictObject({
  methods: v.optional(v.pipe(v.array(v.picklist(METHODS)), v.nonEmpty()), [
    'zero-shot',
    'mean-shift',
    'mse',
    'greedy',
    'ot',
  ]),
  languages: v.optional(languages, []),
  seeds: v.optional(v.pipe(v.array(count(0)), v.nonEmpty()), [1]),
  trainSplit: v.optional(v.picklist(['train', 'dev']), 'train'),
  limit: v.optional(count(0), 0),
  groups: v.optional(
    v.union([
      v.literal('auto'),
      v.strictObject({ name: v.string(), high: languages, low: languages }),
    ]),
    'auto',
  ),
  layer: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)), 12),
  ranker: v.optional(
    v.strictObject({
      dimension: v.optional(v.pipe(count(4), v.multipleOf(4)), 128),
      steps: v.optional(count(0), 300),
      batch: v.optional(count(2), 64),
      learningRate: v.optional(positive, 1e-3),
      temperature: v.optional(positive, 0.05),
    }),
    {},
  ),
  distil: v.optional(
    v.strictObject({
      hidden: v.optional(v.pipe(count(4), v.multipleOf(4)), 128),
      steps: v.optional(count(0), 400),
      batch: v.optional(count(1), 48),
      learningRate: v.optional(positive, 3e-4),
      epsilon: v.optional(positive, 0.02),
      iterations: v.optional(count(1), 30),
      pull: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 1e-3),
      evaluateEvery: v.optional(count(1), 50),
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
  if (result.success) return result.output as StudyConfig;
  const problems = result.issues.map((issue) => {
    const field = v.getDotPath(issue) ?? 'config';
    return `${field}: expected ${issue.expected ?? issue.message}, got ${issue.received}`;
  });
  throw new RangeError(`Study config: ${problems.join('; ')}`);
}
