import { ParseError, quoteJson } from '../../lib';
import type { EncoderShape } from '../../nn';

/** What `config.json` says about a checkpoint. */
export interface CheckpointConfig extends Omit<EncoderShape, 'positions'> {
  /** Rows of the table of token types. */
  readonly types: number;
  /** Rows of the stored table of positions. */
  readonly positionRows: number;
  /** The row of a text's first token: 0 for BERT, after the padding's for XLM-R. */
  readonly firstPosition: number;
}

/** RoBERTa and its descendants number positions from padding_idx + 1 on. */
const ROBERTA_LIKE = new Set(['roberta', 'xlm-roberta', 'camembert']);
const MODEL_TYPES = ['bert', ...ROBERTA_LIKE];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `config.json` of the transformers library.
 *
 * @throws ParseError naming file, field, found and wanted, where the model is none that `EncoderWeights` describes.
 */
export function parseCheckpointConfig(text: string, file: string): CheckpointConfig {
  const fields = parseFields(text, file);
  const fail = (field: string, detail: string) => new ParseError(file, 0, field, detail);
  const count = (field: string) => {
    const value = fields[field];
    if (!(Number.isSafeInteger(value) && Number(value) > 0))
      throw fail(field, `found ${quoteJson(value)}, want a positive integer`);
    return Number(value);
  };
  const only = (field: string, wanted: readonly unknown[], missing?: unknown) => {
    const value = fields[field] ?? missing;
    if (!wanted.includes(value))
      throw fail(field, `found ${quoteJson(value)}, want ${wanted.join(', ')}`);
    return value;
  };
  const type = only('model_type', MODEL_TYPES) as string;
  only('hidden_act', ['gelu']);
  only('position_embedding_type', ['absolute'], 'absolute');
  only('is_decoder', [false], false);
  const [width, heads] = [count('hidden_size'), count('num_attention_heads')];
  if (width % heads !== 0)
    throw fail('num_attention_heads', `found ${heads}, want a divisor of hidden_size ${width}`);
  const normEpsilon = fields.layer_norm_eps;
  if (!(typeof normEpsilon === 'number' && normEpsilon > 0))
    throw fail('layer_norm_eps', `found ${quoteJson(normEpsilon)}, want a positive number`);
  return {
    layers: count('num_hidden_layers'),
    width,
    heads,
    inner: count('intermediate_size'),
    normEpsilon,
    vocabulary: count('vocab_size'),
    types: count('type_vocab_size'),
    positionRows: count('max_position_embeddings'),
    firstPosition: ROBERTA_LIKE.has(type) ? paddingIndex(fields, file) + 1 : 0,
  };
}

function parseFields(text: string, file: string): Fields {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Fields;
  } catch (cause) {
    throw new ParseError(file, 0, '', `not JSON: ${(cause as Error).message}`);
  }
  throw new ParseError(file, 0, '', 'want a JSON object');
}

function paddingIndex({ pad_token_id: index = 1 }: Fields, file: string): number {
  if (Number.isSafeInteger(index) && Number(index) >= 0) return Number(index);
  throw new ParseError(file, 0, 'pad_token_id', `found ${quoteJson(index)}, want an integer`);
}
