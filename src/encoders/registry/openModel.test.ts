import { afterEach, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../lib';
import { openHostNn, runLayers } from '../../nn';
import { encoderTensors } from '../export/toSafetensors';
import { rowsOf, worstDifference } from '../testing/nodeEncoder';
import type { Encoder } from '../types';
import { describeModel } from './describe';
import type { Dtype } from './graphFiles';
import { openModel } from './openModel';
import {
  asModelFiles,
  tinyCheckpoint,
  tinyLinear,
  tinyModel,
  tinyWeights,
  VOCABULARY,
} from './testing/tinyModel';

const RUNTIME = { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' } as const;
const TEXTS = ['wake me up at seven', 'seven', '', 'wake me up , seventeen . at at at'];
/** Components of states of size 1: onnxruntime's float32 against float64. */
const ERROR = 5e-6;

const opened: Encoder[] = [];
afterEach(async () => {
  for (const encoder of opened.splice(0)) await encoder.close();
});

async function open(more: Parameters<typeof tinyModel>[0] = {}, options = {}) {
  const model = await openModel(asModelFiles(tinyModel(more)), { ...RUNTIME, ...options });
  opened.push(model.encoder);
  return model;
}

/** States of all tokens after `layer` in float64 by the nn room. */
async function reference(text: string, layer: number): Promise<Float64Array> {
  const words = text
    .split(' ')
    .flatMap((word) => (word === 'seventeen' ? ['seven', '##teen'] : word ? [word] : []));
  const tokens = ['[CLS]', ...words, '[SEP]'];
  const ids = Uint32Array.from(tokens, (token) => VOCABULARY.indexOf(token));
  using ops = openHostNn('float64');
  const offsets = Uint32Array.of(0, ids.length);
  return Float64Array.from(await runLayers(ops, tinyWeights, { ids, offsets }, 'ids', layer));
}

describe('a folder with an ONNX graph', () => {
  it('gives the states of every token, at every layer that the graph has', async () => {
    const { encoder, layersGiven } = await open();
    expect(encoder).toMatchObject({ dimension: 32, layers: 2, maxTokens: 32, hasRoles: false });
    expect(layersGiven).toEqual([0, 1, 2]);
    for (const layer of [0, 1, 2]) {
      const encoded = await encoder.encode(TEXTS, { layer, specialTokens: 'keep' });
      for (const [at, text] of TEXTS.entries())
        expect(worstDifference(rowsOf(encoded, at), await reference(text, layer))).toBeLessThan(
          ERROR,
        );
    }
  });

  it('drops special tokens, and keeps offsets and pieces to the rows', async () => {
    const { encoder } = await open();
    const all = await encoder.encode(TEXTS, { specialTokens: 'keep' });
    const own = await encoder.encode(TEXTS);
    expect([...own.offsets]).toEqual([0, 5, 6, 6, 16]);
    expect(own.pieces[3]).toEqual([
      'wake',
      'me',
      'up',
      ',',
      'seven',
      '##teen',
      '.',
      'at',
      'at',
      'at',
    ]);
    for (const at of TEXTS.keys()) expect(rowsOf(own, at)).toEqual(rowsOf(all, at).slice(32, -32));
  });

  it('does not let texts change each other', async () => {
    const { encoder } = await open();
    const together = await encoder.encode(TEXTS);
    for (const [at, text] of TEXTS.entries())
      expect(rowsOf(await encoder.encode([text]), 0)).toEqual(rowsOf(together, at));
  });

  it('cuts before the last special token', async () => {
    const { encoder } = await open({}, { maxTokens: 5 });
    const { ids, truncated } = encoder.tokenise('wake me up at seven');
    expect([...ids].map((id) => VOCABULARY[id])).toEqual(['[CLS]', 'wake', 'me', 'up', '[SEP]']);
    expect(truncated).toBe(true);
    expect((await encoder.encode(TEXTS)).truncated).toBe(2);
    expect(encoder.maxTokens).toBe(5);
  });

  it('changes its name with any byte of weights or tokeniser, and with the limit', async () => {
    const id = (await open()).encoder.id;
    expect((await open()).encoder.id).toBe(id);
    expect((await open({}, { maxTokens: 9 })).encoder.id).not.toBe(id);
    const config = { model_max_length: 31, pad_token: '[PAD]' };
    expect((await open({ 'tokenizer_config.json': config })).encoder.id).not.toBe(id);
  });

  it('reports progress in bytes and stops', async () => {
    const seen: { done: number; total: number }[] = [];
    const model = tinyModel();
    await open(
      {},
      { onProgress: (progress: { done: number; total: number }) => seen.push(progress) },
    );
    const total = [...model.values()].reduce((sum, { length }) => sum + length, 0);
    expect(seen.at(-1)).toMatchObject({ phase: 'load', done: total, total });
    const signal = AbortSignal.abort(new DOMException('stop', 'AbortError'));
    const { encoder } = await open();
    await expect(encoder.encode(TEXTS, { signal })).rejects.toThrow('stop');
    await encoder.close();
    await expect(encoder.encode(TEXTS)).rejects.toThrow('the encoder is closed');
  });
});

describe('a checkpoint without a graph', () => {
  it('is run as a graph built from it', async () => {
    const more = { 'onnx/model.onnx': undefined, 'model.safetensors': tinyCheckpoint() };
    const { encoder, layersGiven, files } = await open(more);
    expect(layersGiven).toEqual([0, 1, 2]);
    expect(files.map(({ path }) => path)).toContain('model.safetensors');
    const built = await encoder.encode(TEXTS);
    const { encoder: other } = await open();
    expect(worstDifference(built.vectors, (await other.encode(TEXTS)).vectors)).toBe(0);
  });
});

describe('what cannot be opened', () => {
  const refuse = async (more: Parameters<typeof tinyModel>[0], options = {}) =>
    open(more, options).then(
      () => 'opened',
      (error: Error) => error.message,
    );

  it('says what is there instead', async () => {
    expect(await refuse({}, { dtype: 'fp16' })).toBe(
      'encoder tiny: it has no weights in fp16; found fp32',
    );
    expect(await refuse({ 'onnx/model.onnx': undefined })).toBe(
      'encoder tiny: found neither onnx/model.onnx nor model.safetensors; want an ONNX export',
    );
    expect(await refuse({ 'config.json': { model_type: 'bert' } })).toContain(
      'hidden_size: found none of hidden_size, dim',
    );
    expect(await refuse({ 'config.json': undefined })).toContain('there is no config.json');
    expect(await refuse({}, { maxTokens: 3 })).toContain('expected room for at least 4 tokens');
    expect(await refuse({ 'tokenizer.json': { model: {} } })).toMatch(
      /^tokenizer.json: no tokeniser that is known here: /,
    );
    expect(await refuse({}, { expandQueries: true })).toContain('it is no ColBERT export');
  });

  it('refuses layers that the graph does not give', async () => {
    // Of a model with more layers this graph's two would be the lower ones.
    const config = JSON.parse(new TextDecoder().decode(tinyModel().get('config.json')));
    const more = { 'config.json': { ...config, num_hidden_layers: 3 } };
    expect(await refuse(more)).toContain('want last_hidden_state, token_embeddings');
    const { encoder } = await open();
    await expect(encoder.encode(['me'], { layer: 3 })).rejects.toThrow(
      'tiny gives the states of layer 0 to 2, not of 3; an export whose graph has outputs hidden_states.0',
    );
    await expect(encoder.encode(['me'], { batchTokens: 0 })).rejects.toThrow('must be positive');
  });
});

describe('a ColBERT export', () => {
  const { w, tensor } = tinyLinear(8);
  const linear = writeSafetensors(new Map([['linear.weight', tensor]]), {});
  const TOP = {
    ...{ model_type: 'ColBERT', query_prefix: '[unused0]', document_prefix: '[unused1]' },
    ...{ query_length: 12, document_length: 20, do_query_expansion: true },
    ...{ attend_to_expansion_tokens: false, skiplist_words: ['.', ','] },
  };
  const MODULES = [
    { idx: 0, name: '0', path: '', type: 'sentence_transformers.models.Transformer' },
    { idx: 1, name: '1', path: '1_Dense', type: 'pylate.models.Dense.Dense' },
  ];
  const DENSE = {
    ...{ in_features: 32, out_features: 8, bias: false, use_residual: false },
    activation_function: 'torch.nn.modules.linear.Identity',
  };
  const pylate = {
    'config_sentence_transformers.json': TOP,
    'modules.json': MODULES,
    '1_Dense/config.json': DENSE,
    '1_Dense/model.safetensors': linear,
  };
  const asWords = (ids: Int32Array) => [...ids].map((id) => VOCABULARY[id]);

  it('puts its markers after the first token and projects', async () => {
    const { encoder } = await open(pylate);
    expect(encoder).toMatchObject({ dimension: 8, hasRoles: true });
    const query = encoder.tokenise('wake me', 'query');
    expect(asWords(query.ids)).toEqual(['[CLS]', '[unused0]', 'wake', 'me', '[SEP]']);
    expect(query.margins).toEqual([2, 1]);
    expect(asWords(encoder.tokenise('wake me', 'passage').ids)[1]).toBe('[unused1]');
    const encoded = await encoder.encode(['wake me'], { role: 'query' });
    expect(encoded.pieces).toEqual([['wake', 'me']]);
    // The same tokens by hand: states of the nn room, times W.
    using ops = openHostNn('float64');
    const offsets = Uint32Array.of(0, query.ids.length);
    const ids = Uint32Array.from(query.ids);
    const states = await runLayers(ops, tinyWeights, { ids, offsets }, 'ids', 2);
    const wanted = [2, 3].flatMap((token) =>
      Array.from({ length: 8 }, (_, row) => {
        let sum = 0;
        for (let k = 0; k < 32; k++) sum += w[row * 32 + k]! * states[token * 32 + k]!;
        return sum;
      }),
    );
    expect(worstDifference(encoded.vectors, wanted)).toBeLessThan(8 * ERROR);
    await expect(encoder.encode(['me'], { layer: 1 })).rejects.toThrow(
      'the projection of tiny reads layer 2, got layer 1',
    );
  });

  it('fills queries up with mask tokens that the others do not see', async () => {
    const { encoder: expanding } = await open(pylate, { expandQueries: true });
    const query = expanding.tokenise('wake me', 'query');
    expect(asWords(query.ids)).toEqual([
      ...['[CLS]', '[unused0]', 'wake', 'me', '[SEP]'],
      ...Array.from({ length: 7 }, () => '[MASK]'),
    ]);
    expect([query.attended, query.margins]).toEqual([5, [2, 8]]);
    const { encoder } = await open(pylate);
    const role = 'query';
    const some = await expanding.encode(['wake me'], { role, specialTokens: 'keep' });
    expect(some.offsets[1]).toBe(12);
    const bare = await encoder.encode(['wake me'], { role, specialTokens: 'keep' });
    expect(worstDifference(rowsOf(some, 0).slice(0, 40), bare.vectors)).toBeLessThan(8 * ERROR);
    const attends = { ...TOP, attend_to_expansion_tokens: true };
    const more = { ...pylate, 'config_sentence_transformers.json': attends };
    const { encoder: seeing } = await open(more, { expandQueries: true });
    const seen = await seeing.encode(['wake me'], { role, specialTokens: 'keep' });
    expect(worstDifference(rowsOf(seen, 0).slice(0, 40), bare.vectors)).toBeGreaterThan(0.01);
    expect(expanding.tokenise('wake me', 'passage').ids).toHaveLength(5);
  });

  it("is read from ColBERT v2's own files, too", async () => {
    const tensors = new Map([
      ...[...encoderTensors(tinyWeights)].map(([name, value]) => [`bert.${name}`, value] as const),
      ['linear.weight', tensor] as const,
    ]);
    const { encoder } = await open({
      'artifact.metadata': { dim: 8, query_maxlen: 10, doc_maxlen: 16, mask_punctuation: true },
      'model.safetensors': writeSafetensors(tensors, { format: 'pt' }),
      'onnx/model.onnx': undefined,
    });
    const { encoder: other } = await open(pylate);
    const options = { role: 'passage' } as const;
    const [own, wanted] = [
      await encoder.encode(['me .'], options),
      await other.encode(['me .'], options),
    ];
    expect(own.dimension).toBe(8);
    expect(worstDifference(own.vectors, wanted.vectors)).toBe(0);
  });

  it('refuses what it cannot apply', async () => {
    const refuse = (more: object) => open({ ...pylate, ...more });
    await expect(
      refuse({ '1_Dense/config.json': { ...DENSE, use_residual: true } }),
    ).rejects.toThrow('1_Dense/config.json, use_residual: found true, want false');
    await expect(refuse({ '1_Dense/config.json': { ...DENSE, in_features: 31 } })).rejects.toThrow(
      '1_Dense takes 31 values, got 32',
    );
    const odd = [{ idx: 0, path: '', type: 'sentence_transformers.models.Router' }];
    await expect(refuse({ 'modules.json': odd })).rejects.toThrow(
      'want Dense, Normalize or Pooling',
    );
    const top = { ...TOP, query_prefix: '[Q] ' };
    await expect(refuse({ 'config_sentence_transformers.json': top })).rejects.toThrow(
      'it knows no marker "[Q] "',
    );
  });
});

describe('a description', () => {
  it('says what there is without reading weights', async () => {
    const model = tinyModel({
      'config_sentence_transformers.json': { prompts: { query: 'query: ', passage: 'passage: ' } },
      'modules.json': [
        { type: 'sentence_transformers.models.Transformer', path: '' },
        { type: 'sentence_transformers.models.Pooling', path: '1_Pooling' },
        { type: 'sentence_transformers.models.Dense', path: '2_Dense' },
      ],
      '1_Pooling/config.json': { pooling_mode_mean_tokens: true },
      'onnx/model.onnx_data': new Uint8Array(7),
      'onnx/model_quantized.onnx': new Uint8Array(3),
    });
    const files = asModelFiles(model);
    const read: string[] = [];
    const watched = {
      ...files,
      read: (path: string) => {
        read.push(path);
        return files.read(path);
      },
      isLocal: async (path: string) => path.endsWith('.json'),
    };
    const about = await describeModel(watched, 'fp32');
    expect(about).toMatchObject({
      ...{ kind: 'folder', name: 'tiny', modelType: 'bert', layers: 2, dimension: 32 },
      ...{ maxTokens: 32, pooling: 'mean', colbert: null, dtype: 'fp32' },
      prompts: { query: 'query: ', passage: 'passage: ' },
      missingBytes: model.get('onnx/model.onnx')!.length + 7,
    });
    expect(about.files.map(({ path }) => path)).toContain('onnx/model.onnx_data');
    expect(read.filter((path) => !path.endsWith('.json'))).toEqual([]);
    const quantised = await describeModel(watched, 'q8' satisfies Dtype);
    expect(quantised.missingBytes).toBe(3);
  });
});
