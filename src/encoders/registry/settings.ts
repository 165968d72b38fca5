import { type ColbertSettings, readColbert } from './colbert';
import type { JsonFile } from './jsonFile';
import { type ModelFiles, readJson } from './modelFiles';
import { readModules, type TokenModule } from './modules';

/** What a model's own files say of it. */
export interface ModelSettings {
  readonly modelType: string;
  /** Length of the transformer's states. */
  readonly width: number;
  readonly layers: number;
  /** Tokens of the longest text, special ones included. */
  readonly maxTokens: number;
  readonly padToken: string | undefined;
  readonly maskToken: string | undefined;
  /** Texts that the model's authors put before texts, by the name that they gave: `query`, `passage`. */
  readonly prompts: ReadonlyMap<string, string>;
  /** How the authors pool tokens into one vector, where they say. */
  readonly pooling: string | undefined;
  /** What comes after the transformer, token by token. */
  readonly modules: readonly TokenModule[];
  readonly colbert: ColbertSettings | undefined;
}

/** What other architectures call the same. */
const WIDTHS = ['hidden_size', 'dim', 'd_model', 'n_embd'] as const;
const LAYERS = ['num_hidden_layers', 'n_layers', 'num_layers', 'n_layer'] as const;
/** These number positions from the padding's on. */
const ROBERTA_LIKE = /roberta|camembert|mpnet|xmod/;
/** Tokenisers that know no limit say 1e30. */
const NO_LIMIT = 1e6;
const MOST_TOKENS = 512;

/**
 * Reads `config.json` and what lies beside it, no weights.
 *
 * @throws ParseError naming file and field, found and wanted.
 */
export async function readSettings(
  files: ModelFiles,
  signal?: AbortSignal,
): Promise<ModelSettings> {
  const read = (path: string) => readJson(files, path, signal);
  const config = await read('config.json');
  if (!config) throw new Error(`encoder ${files.origin.name}: there is no config.json`);
  const tokenizer = await read('tokenizer_config.json');
  const special = await read('special_tokens_map.json');
  const sentence = await read('sentence_bert_config.json');
  const top = await read('config_sentence_transformers.json');
  const artifact = await read('artifact.metadata');
  const { modules, pooling } = await readModules(files, signal);
  const token = (field: string) => tokenOf(tokenizer, field) ?? tokenOf(special, field);
  return {
    modelType: config.text('model_type') ?? 'unnamed',
    width: firstOf(config, WIDTHS),
    layers: firstOf(config, LAYERS),
    maxTokens: longest(config, tokenizer, sentence),
    padToken: token('pad_token'),
    maskToken: token('mask_token'),
    prompts: promptsOf(top),
    pooling,
    modules,
    colbert: readColbert(top, artifact),
  };
}

function firstOf(config: JsonFile, names: readonly string[]): number {
  for (const name of names) {
    const value = config.count(name);
    if (value !== undefined) return value;
  }
  throw config.fail(names[0]!, `found none of ${names.join(', ')}, want a positive whole number`);
}

function longest(
  config: JsonFile,
  tokenizer: JsonFile | undefined,
  sentence: JsonFile | undefined,
): number {
  const rows = config.count('max_position_embeddings');
  const padding = config.get('pad_token_id');
  const before =
    ROBERTA_LIKE.test(config.text('model_type') ?? '') && Number.isSafeInteger(padding)
      ? Number(padding) + 1
      : 0;
  const declared = tokenizer?.get('model_max_length');
  const limits = [
    rows === undefined ? undefined : rows - before,
    typeof declared === 'number' && declared < NO_LIMIT ? declared : undefined,
    sentence?.count('max_seq_length'),
  ].filter((limit) => limit !== undefined);
  return limits.length > 0 ? Math.min(...limits) : MOST_TOKENS;
}

/** A special token is written as its text, or as an object with it. */
function tokenOf(file: JsonFile | undefined, field: string): string | undefined {
  const value = file?.get(field);
  if (typeof value === 'string') return value;
  const content = (value as { readonly content?: unknown } | undefined)?.content;
  return typeof content === 'string' ? content : undefined;
}

function promptsOf(top: JsonFile | undefined): ReadonlyMap<string, string> {
  const prompts = top?.get('prompts');
  if (typeof prompts !== 'object' || prompts === null) return new Map();
  return new Map(
    Object.entries(prompts).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
