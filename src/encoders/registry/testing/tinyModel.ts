import { storedTensor, writeSafetensors } from '../../../lib';
import type { EncoderWeights } from '../../../nn';
import { randomEncoder, TINY } from '../../../nn/encoder/testing';
import { encoderOnnx } from '../../export/studentOnnx';
import { encoderTensors } from '../../export/toSafetensors';
import { folderFiles } from '../folderFiles';
import type { ModelFiles } from '../modelFiles';
import type { FolderFile } from '../source';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', '[unused0]', '[unused1]'];
const WORDS = ['query', 'passage', ':', '.', ',', 'wake', 'me', 'up', 'at', 'seven', '##teen'];
export const VOCABULARY = [...SPECIAL, ...WORDS];

/** BERT's own kind of tokeniser over a handful of words. */
export function tinyTokeniserJson(): string {
  const special = (content: string) => ({ id: VOCABULARY.indexOf(content), content });
  const entry = (content: string) => ({
    ...special(content),
    ...{ single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  });
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  return JSON.stringify({
    version: '1.0',
    added_tokens: SPECIAL.map(entry),
    normalizer: { type: 'BertNormalizer', clean_text: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [token('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, token('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [VOCABULARY.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
    },
  });
}

export const TINY_SHAPE = { ...TINY, vocabulary: VOCABULARY.length, positions: 40 };
export const tinyWeights: EncoderWeights = randomEncoder(TINY_SHAPE);

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A model folder's files by path; `more` adds files or, by undefined, leaves some out. */
export function tinyModel(
  more: Readonly<Record<string, Uint8Array | object | undefined>> = {},
): Map<string, Uint8Array> {
  const files: Record<string, Uint8Array | object | undefined> = {
    'config.json': {
      ...{ model_type: 'bert', hidden_act: 'gelu', vocab_size: TINY_SHAPE.vocabulary },
      ...{ hidden_size: TINY_SHAPE.width, num_hidden_layers: TINY_SHAPE.layers },
      ...{ num_attention_heads: TINY_SHAPE.heads, intermediate_size: TINY_SHAPE.inner },
      ...{ layer_norm_eps: TINY_SHAPE.normEpsilon, type_vocab_size: 2 },
      ...{ max_position_embeddings: TINY_SHAPE.positions, pad_token_id: 0 },
    },
    'tokenizer.json': new TextEncoder().encode(tinyTokeniserJson()),
    'tokenizer_config.json': {
      ...{ tokenizer_class: 'BertTokenizer', model_max_length: 32 },
      ...{ pad_token: '[PAD]', mask_token: { content: '[MASK]' } },
    },
    'onnx/model.onnx': encoderOnnx(tinyWeights),
    ...more,
  };
  return new Map(
    Object.entries(files).flatMap(([path, content]) =>
      content === undefined
        ? []
        : [[path, content instanceof Uint8Array ? content : json(content)] as const],
    ),
  );
}

/** The checkpoint of the same weights. */
export const tinyCheckpoint = () => writeSafetensors(encoderTensors(tinyWeights), { format: 'pt' });

/** A projection's weights, `[outputs, width]`, and its file. */
export function tinyLinear(outputs: number) {
  const { width } = TINY_SHAPE;
  const w = Float32Array.from({ length: outputs * width }, (_, at) => Math.sin(3 * at + 1));
  return { w, tensor: storedTensor(w, [outputs, width]) };
}

export function asFolder(files: ReadonlyMap<string, Uint8Array>, name = 'tiny'): FolderFile[] {
  return [...files].map(([path, content]) => ({ path: `${name}/${path}`, content }));
}

export function asModelFiles(files: ReadonlyMap<string, Uint8Array>): ModelFiles {
  return folderFiles({ name: 'tiny', files: asFolder(files) });
}
