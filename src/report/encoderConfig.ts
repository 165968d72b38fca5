import * as v from 'valibot';
import { ENCODER_DTYPES, type EncoderConfig } from './configTypes';

/** Layers of the embedded encoder. */
const EMBEDDED_LAYERS = 12;
const EMBEDDED = 'embedded';

const fields = v.strictObject({
  source: v.optional(v.pipe(v.string(), v.nonEmpty()), EMBEDDED),
  revision: v.optional(v.string(), ''),
  dtype: v.optional(v.picklist(ENCODER_DTYPES), 'fp32'),
  queryPrefix: v.optional(v.string(), ''),
  passagePrefix: v.optional(v.string(), ''),
  prefixTokens: v.optional(v.picklist(['drop', 'keep']), 'drop'),
  specialTokens: v.optional(v.picklist(['drop', 'keep']), 'drop'),
  skiplist: v.optional(v.picklist(['none', 'punctuation']), 'none'),
  queryExpansion: v.optional(v.boolean(), false),
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  pooling: v.optional(v.picklist(['mean', 'cls']), 'mean'),
  normalise: v.optional(v.boolean(), true),
});

/** The field `encoder` of a study config; without any of it, what was always done with the embedded encoder. */
export const encoderSchema = v.optional(fields, {});

/** What is done where a config says nothing. */
export const EMBEDDED_ENCODER: EncoderConfig = v.parse(fields, {});

/**
 * The encoder that a config asks for, before anything else in it is checked: an encoder is opened first, because the
 * bounds of `layer` are its own.
 *
 * @throws RangeError naming the field, found and wanted.
 */
export function encoderOf(config: unknown): EncoderConfig {
  const { encoder } = (config ?? {}) as { readonly encoder?: unknown };
  const result = v.safeParse(encoderSchema, encoder);
  if (!result.success) {
    const [issue] = result.issues;
    throw new RangeError(
      `Study config: encoder.${v.getDotPath(issue) ?? ''}: expected ${issue.expected ?? issue.message}, got ${JSON.stringify(issue.input)}`,
    );
  }
  checkEncoder(result.output);
  return result.output;
}

/** @throws RangeError for parts that do not go together, saying what would. */
export function checkEncoder(encoder: EncoderConfig): void {
  const { source, revision, dtype, specialTokens, queryExpansion, pooling, maxTokens } = encoder;
  const fail = (field: string, wanted: string) => {
    throw new RangeError(`Study config: encoder.${field}: ${wanted}`);
  };
  if (pooling === 'cls' && specialTokens === 'drop')
    fail('pooling', 'cls pools the first special token: expected specialTokens keep beside it');
  if (queryExpansion && specialTokens === 'drop')
    fail('queryExpansion', 'mask tokens are special: expected specialTokens keep beside it');
  if (source !== EMBEDDED) return;
  if (revision !== '') fail('revision', `expected none of the embedded encoder, got ${revision}`);
  if (dtype !== 'fp32') fail('dtype', `the embedded encoder has one format, got ${dtype}`);
  if (queryExpansion) fail('queryExpansion', 'the embedded encoder is no ColBERT export');
  if (maxTokens > 0) fail('maxTokens', 'the embedded encoder takes 512, expected 0');
}

/** Layers that a config may name, where the encoder is not open yet. */
export function layersOf({ source }: Pick<EncoderConfig, 'source'>): number {
  return source === EMBEDDED ? EMBEDDED_LAYERS : Number.POSITIVE_INFINITY;
}
