import { ParseError, writeSafetensors } from '../../lib';
import type { HeadWeights } from '../../nn';
import { HEAD_FILE, headTensors } from './headFile';
import { checkHead, isPlainHead, type StudentExport } from './studentExport';
import {
  type DenseLayer,
  denseLayers,
  denseTensors,
  encoderTensors,
  TOKEN_TYPES,
} from './toSafetensors';

export interface FolderOptions {
  /** `tokenizer.json`; its ids are the rows of the word embeddings. */
  readonly tokenizer: string;
  /** For the model card, e.g. how the student was trained; Markdown. */
  readonly card?: string;
}

/** Files by path below the folder, `/` between parts. */
export type Folder = ReadonlyMap<string, Uint8Array>;

/** Special tokens of the embedded encoder's tokenizer. */
const SPECIAL = { start: '<s>', end: '</s>', pad: '<pad>', unknown: '<unk>' } as const;
const TRANSFORMER = 'sentence_transformers.models.Transformer';
/** Modules of sentence-transformers 6; PyLate 1 and sentence-transformers before 6 have no token-wise ones. */
const NATIVE = {
  dense: 'sentence_transformers.base.modules.dense.Dense',
  normalise: 'sentence_transformers.base.modules.normalize.Normalize',
  mask: 'sentence_transformers.multi_vector_encoder.modules.multi_vector_mask.MultiVectorMask',
} as const;
const PYLATE_DENSE = 'pylate.models.Dense.Dense';
const TOKENS = { module_input_name: 'token_embeddings', module_output_name: 'token_embeddings' };
const IDENTITY = 'torch.nn.modules.linear.Identity';
const GELU = 'torch.nn.modules.activation.GELU';

interface Module {
  readonly path: string;
  readonly type: string;
  readonly config?: unknown;
  readonly weights?: Uint8Array;
}

/**
 * A student as a model folder of PyLate, which sentence-transformers 6 reads, too. A head with a bias or a
 * perceptron that wants its input scaled (`inputNorm`) has no place there; it is written as a
 * MultiVectorEncoder of sentence-transformers 6.
 *
 * @throws RangeError if a part of the encoder was not loaded or the head does not fit it.
 * @throws ParseError if the tokenizer has other rows than the encoder.
 */
export function studentFolder(student: StudentExport, options: FolderOptions): Folder {
  const { encoder, head } = student;
  checkHead(head, encoder.shape.width);
  const ids = specialIds(options.tokenizer, encoder.shape.vocabulary);
  const native = !isPlainHead(head) && head.inputNorm !== undefined;
  const modules = native ? nativeModules(head) : pylateModules(head);
  const files = new Map<string, Uint8Array>();
  const text = (path: string, content: string) =>
    files.set(path, new TextEncoder().encode(content));
  const json = (path: string, value: unknown) => text(path, `${JSON.stringify(value, null, 2)}\n`);
  json('modules.json', [
    { idx: 0, name: '0', path: '', type: TRANSFORMER },
    ...modules.map(({ path, type }, at) => ({ idx: at + 1, name: `${at + 1}`, path, type })),
  ]);
  json('config_sentence_transformers.json', topConfig(native, encoder.shape.positions));
  json('config.json', bertConfig(student, ids));
  json('sentence_bert_config.json', {
    max_seq_length: encoder.shape.positions,
    do_lower_case: false,
  });
  text('tokenizer.json', options.tokenizer);
  json('tokenizer_config.json', tokenizerConfig(encoder.shape.positions));
  files.set('model.safetensors', writeSafetensors(encoderTensors(encoder), { format: 'pt' }));
  for (const { path, config, weights } of modules) {
    if (config) json(`${path}/config.json`, config);
    if (weights) files.set(`${path}/model.safetensors`, weights);
  }
  if (!isPlainHead(head)) files.set(HEAD_FILE, headTensors(head));
  if (options.card) text('README.md', options.card);
  return files;
}

/** PyLate scales to unit norm by itself. */
function pylateModules(head: HeadWeights): Module[] {
  return denseLayers(head).map((layer, at) => ({
    path: `${at + 1}_Dense`,
    type: PYLATE_DENSE,
    config: { ...denseConfig(layer), use_residual: false },
    weights: writeSafetensors(denseTensors(layer), { format: 'pt' }),
  }));
}

function nativeModules(head: HeadWeights): Module[] {
  const modules = [
    { path: 'Normalize', type: NATIVE.normalise, config: TOKENS },
    ...denseLayers(head).map((layer) => ({
      path: 'Dense',
      type: NATIVE.dense,
      config: { ...denseConfig(layer), ...TOKENS },
      weights: writeSafetensors(denseTensors(layer), { format: 'pt' }),
    })),
    { path: 'Normalize', type: NATIVE.normalise, config: TOKENS },
    {
      path: 'MultiVectorMask',
      type: NATIVE.mask,
      // The workbench scores without the special tokens on either side.
      config: {
        skiplist_words: [SPECIAL.start, SPECIAL.end],
        skiplist_tasks: ['query', 'document'],
        keep_only_token_ids: null,
      },
    },
  ];
  return modules.map((module, at) => ({ ...module, path: `${at + 1}_${module.path}` }));
}

function denseConfig({ inputs, outputs, b, gelu }: DenseLayer) {
  return {
    in_features: inputs,
    out_features: outputs,
    bias: b !== undefined,
    activation_function: gelu ? GELU : IDENTITY,
  };
}

function topConfig(native: boolean, positions: number) {
  const common = { prompts: {}, default_prompt_name: null };
  if (native) return { ...common, model_type: 'MultiVectorEncoder', similarity_fn_name: 'maxsim' };
  return {
    ...common,
    model_type: 'ColBERT',
    similarity_fn_name: 'MaxSim',
    query_prefix: '',
    document_prefix: '',
    query_length: positions,
    document_length: positions,
    do_query_expansion: false,
    attend_to_expansion_tokens: false,
    skiplist_words: [SPECIAL.start, SPECIAL.end],
  };
}

type SpecialIds = Readonly<Record<keyof typeof SPECIAL, number>>;

function bertConfig({ encoder: { shape } }: StudentExport, ids: SpecialIds) {
  return {
    architectures: ['BertModel'],
    model_type: 'bert',
    vocab_size: shape.vocabulary,
    hidden_size: shape.width,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.inner,
    hidden_act: 'gelu',
    layer_norm_eps: shape.normEpsilon,
    max_position_embeddings: shape.positions,
    type_vocab_size: TOKEN_TYPES,
    position_embedding_type: 'absolute',
    pad_token_id: ids.pad,
    bos_token_id: ids.start,
    eos_token_id: ids.end,
    torch_dtype: 'float32',
  };
}

function tokenizerConfig(positions: number) {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: positions,
    bos_token: SPECIAL.start,
    cls_token: SPECIAL.start,
    eos_token: SPECIAL.end,
    sep_token: SPECIAL.end,
    pad_token: SPECIAL.pad,
    unk_token: SPECIAL.unknown,
    clean_up_tokenization_spaces: false,
    model_input_names: ['input_ids', 'attention_mask'],
  };
}

/** Rows of the special tokens. @throws ParseError if one is missing or the vocabulary has other rows. */
function specialIds(tokenizer: string, vocabulary: number): SpecialIds {
  const fail = (field: string, detail: string) =>
    new ParseError('tokenizer.json', 0, field, detail);
  let vocab: unknown;
  try {
    vocab = (JSON.parse(tokenizer) as { model?: { vocab?: unknown } } | null)?.model?.vocab;
  } catch (cause) {
    throw fail('', `not JSON: ${(cause as Error).message}`);
  }
  if (!Array.isArray(vocab)) throw fail('model.vocab', 'want a list, as a Unigram model has it');
  if (vocab.length !== vocabulary)
    throw fail('model.vocab', `found ${vocab.length} pieces, want ${vocabulary}, a row each`);
  const idOf = (piece: string) => {
    const id = vocab.findIndex((entry) => Array.isArray(entry) && entry[0] === piece);
    if (id < 0) throw fail('model.vocab', `found no ${piece}`);
    return id;
  };
  return {
    start: idOf(SPECIAL.start),
    end: idOf(SPECIAL.end),
    pad: idOf(SPECIAL.pad),
    unknown: idOf(SPECIAL.unknown),
  };
}
