import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../lib';
import { randomEncoder, TINY } from '../../nn/encoder/testing';
import { randomHeads, tinyTokenizer } from './exportTesting';
import { readHead, readStudentFolder } from './readStudentFolder';
import type { StudentExport } from './studentExport';
import { studentFolder } from './studentFolder';
import { denseLayers } from './toSafetensors';
import { unzipFolder, zipFolder } from './zipFolder';

const encoder = randomEncoder();
const heads = randomHeads(TINY.width, 16);
const tokenizer = tinyTokenizer(TINY.vocabulary);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

/** Every array of a student by where it lies, as bytes, so that equality is of bits. */
function bits(student: StudentExport): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string) => {
    if (value instanceof Float32Array)
      found.set(path, Buffer.from(value.slice().buffer).toString('base64'));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    else found.set(path, String(value));
  };
  visit(student, '');
  return found;
}

describe('a folder that was written', () => {
  it.each(Object.keys(heads))('comes back bit for bit: %s', (kind) => {
    const student = { encoder, head: heads[kind]! };
    const zip = zipFolder(studentFolder(student, { tokenizer }), 'student');
    const back = readStudentFolder(unzipFolder(zip));
    expect(bits(student).size).toBeGreaterThan(40);
    expect(bits(back)).toEqual(bits(student));
  });

  it('keeps the sign of zeros', () => {
    const positions = encoder.embedding!.positions.map((value, k) => (k % 2 ? -0 : value));
    const embedding = { ...encoder.embedding!, positions };
    const student = { encoder: { ...encoder, embedding }, head: heads.plain! };
    const back = readStudentFolder(studentFolder(student, { tokenizer }));
    expect(bits(back)).toEqual(bits(student));
  });

  it('has the layout of PyLate where the head fits into it', () => {
    const folder = studentFolder({ encoder, head: heads.plain! }, { tokenizer, card: '# Card' });
    expect([...folder.keys()].sort()).toEqual([
      '1_Dense/config.json',
      '1_Dense/model.safetensors',
      'README.md',
      'config.json',
      'config_sentence_transformers.json',
      'model.safetensors',
      'modules.json',
      'sentence_bert_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    const modules = JSON.parse(text(folder.get('modules.json')));
    expect(modules.map(({ path }: { path: string }) => path)).toEqual(['', '1_Dense']);
    expect(modules[1].type).toBe('pylate.models.Dense.Dense');
    const config = JSON.parse(text(folder.get('config_sentence_transformers.json')));
    expect(config).toMatchObject({ model_type: 'ColBERT', similarity_fn_name: 'MaxSim' });
    expect(JSON.parse(text(folder.get('config.json')))).toMatchObject({
      model_type: 'bert',
      layer_norm_eps: 1e-5,
      pad_token_id: 1,
    });
    const dense = readSafetensors(folder.get('1_Dense/model.safetensors')!, 'dense');
    expect(dense.tensors.get('linear.weight')!.shape).toEqual([16, 32]);
    expect(text(folder.get('tokenizer.json'))).toBe(tokenizer);
  });

  it('has modules that scale where the head wants its input scaled', () => {
    const folder = studentFolder({ encoder, head: heads.everything! }, { tokenizer });
    const modules = JSON.parse(text(folder.get('modules.json')));
    expect(modules.map(({ path }: { path: string }) => path)).toEqual([
      '',
      '1_Normalize',
      '2_Dense',
      '3_Dense',
      '4_Normalize',
      '5_MultiVectorMask',
    ]);
    const [first, second] = denseLayers(heads.everything!);
    const dense = readSafetensors(folder.get('2_Dense/model.safetensors')!, 'dense');
    expect(dense.tensors.get('linear.bias')!.shape).toEqual([7 + 2 * 16]);
    expect([first!.gelu, second!.gelu]).toEqual([true, false]);
  });
});

describe('what is refused', () => {
  const head = heads.plain!;
  it('an encoder with gaps', () => {
    const { embedding: _, ...bare } = encoder;
    expect(() => studentFolder({ encoder: bare, head }, { tokenizer })).toThrow(
      'export: the embeddings were not loaded',
    );
    const gaps = { ...encoder, layers: [undefined, encoder.layers[1]] };
    expect(() => studentFolder({ encoder: gaps, head }, { tokenizer })).toThrow(
      'export: layers 1 were not loaded',
    );
  });

  it('a head that does not fit', () => {
    const wide = { ...head, inputs: 33 };
    expect(() => studentFolder({ encoder, head: wide }, { tokenizer })).toThrow(
      'head: found 33 inputs, want 32',
    );
    const short = { ...head, w: new Float32Array(5) };
    expect(() => studentFolder({ encoder, head: short }, { tokenizer })).toThrow(
      'head: w has 5 values, want [16,32]',
    );
  });

  it.each([
    ['{', 'tokenizer.json: not JSON'],
    ['null', 'tokenizer.json, model.vocab: want a list'],
    [tinyTokenizer(49), 'tokenizer.json, model.vocab: found 49 pieces, want 50, a row each'],
    [tokenizer.replace('<pad>', '<mad>'), 'tokenizer.json, model.vocab: found no <pad>'],
  ])('a tokenizer of other rows: %.10s', (other, message) => {
    expect(() => studentFolder({ encoder, head }, { tokenizer: other })).toThrow(message);
  });

  it('a folder without a model', () => {
    const folder = new Map(studentFolder({ encoder, head }, { tokenizer }));
    folder.delete('model.safetensors');
    expect(() => readStudentFolder(folder)).toThrow('model.safetensors: found no such file among');
  });

  it.each([
    ['{"activation_function":"torch.nn.modules.activation.Tanh"}', 'activation_function: found t'],
    ['{"use_residual":true}', 'use_residual: found true, want false'],
    ['[', 'not JSON'],
  ])('a projection with more than W: %s', (config, message) => {
    const folder = new Map(studentFolder({ encoder, head }, { tokenizer }));
    folder.set('1_Dense/config.json', new TextEncoder().encode(config));
    expect(() => readHead(folder)).toThrow(message);
  });
});
