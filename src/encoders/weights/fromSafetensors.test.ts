import { describe, expect, it } from 'vitest';
import { readSafetensors, type StoredTensor, storedTensor, writeSafetensors } from '../../lib';
import { randomEncoder, TINY } from '../../nn/encoder/testing';
import { encoderTensors } from '../export/toSafetensors';
import { encoderFromSafetensors } from './fromSafetensors';

const encoder = randomEncoder();
const CONFIG = {
  model_type: 'bert',
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 64,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-5,
  vocab_size: 50,
  max_position_embeddings: 12,
  type_vocab_size: 2,
};

function checkpoint(
  change: (tensors: Map<string, StoredTensor>) => Map<string, StoredTensor> | undefined,
) {
  const tensors = encoderTensors(encoder);
  const changed = change(tensors) ?? tensors;
  return readSafetensors(writeSafetensors(changed), 'model.safetensors');
}

const renamed = (name: (old: string) => string) =>
  checkpoint((tensors) => new Map([...tensors].map(([old, tensor]) => [name(old), tensor])));

describe('a BERT checkpoint', () => {
  it.each(['', 'bert.', 'roberta.', 'model.'])('is read below the prefix "%s"', (prefix) => {
    const file = renamed((old) => prefix + old);
    expect(encoderFromSafetensors(file, JSON.stringify(CONFIG))).toEqual(encoder);
  });

  it('may call the parts of its norms gamma and beta, and have more tensors', () => {
    const file = renamed((old) =>
      old
        .replace('LayerNorm.weight', 'LayerNorm.gamma')
        .replace('LayerNorm.bias', 'LayerNorm.beta'),
    );
    expect(encoderFromSafetensors(file, JSON.stringify(CONFIG))).toEqual(encoder);
  });

  it('has token type 0 added to its positions', () => {
    const types = Float32Array.from({ length: 64 }, (_, k) => (k < 32 ? k / 8 : 1000));
    const file = checkpoint((tensors) => {
      tensors.set('embeddings.token_type_embeddings.weight', storedTensor(types, [2, 32]));
    });
    const { embedding } = encoderFromSafetensors(file, JSON.stringify(CONFIG));
    const wanted = encoder.embedding!.positions.map((value, k) => value + (k % 32) / 8);
    expect(embedding!.positions).toEqual(wanted);
  });
});

describe('an XLM-R checkpoint', () => {
  const padded = (rows: number) =>
    checkpoint((tensors) => {
      const positions = new Float32Array((rows + 12) * 32).fill(9);
      positions.set(encoder.embedding!.positions, rows * 32);
      const name = 'embeddings.position_embeddings.weight';
      tensors.set(name, storedTensor(positions, [rows + 12, 32]));
      const types = 'embeddings.token_type_embeddings.weight';
      tensors.set(types, storedTensor(new Float32Array(32), [1, 32]));
    });
  const config = { ...CONFIG, model_type: 'xlm-roberta', type_vocab_size: 1 };

  it.each([
    [2, {}],
    [2, { pad_token_id: 1 }],
    [4, { pad_token_id: 3 }],
  ])('starts its positions at row %i', (rows, more) => {
    const text = JSON.stringify({ ...config, max_position_embeddings: rows + 12, ...more });
    const read = encoderFromSafetensors(padded(rows), text);
    expect(read).toEqual(encoder);
    expect(read.shape).toEqual(TINY);
  });
});

describe('what is refused', () => {
  const whole = checkpoint(() => undefined);
  const without = (name: string) => checkpoint((tensors) => void tensors.delete(name));

  it.each([
    'encoder.layer.1.attention.self.query.weight',
    'encoder.layer.0.output.LayerNorm.bias',
    'embeddings.position_embeddings.weight',
  ])('a checkpoint without %s', (name) => {
    expect(() => encoderFromSafetensors(without(name), JSON.stringify(CONFIG))).toThrow(
      `model.safetensors, ${name}: found no such tensor`,
    );
  });

  it('a checkpoint of another model', () => {
    const other = renamed((old) => `decoder.${old}`);
    expect(() => encoderFromSafetensors(other, JSON.stringify(CONFIG))).toThrow(
      'embeddings.word_embeddings.weight: found no such tensor, also not after bert., roberta., model.',
    );
  });

  it.each([
    [{ hidden_act: 'gelu_new' }, 'config.json, hidden_act: found "gelu_new", want gelu'],
    [{ model_type: 't5' }, 'model_type: found "t5", want bert, roberta, xlm-roberta, camembert'],
    [{ position_embedding_type: 'relative_key' }, 'position_embedding_type: found "relative_key"'],
    [{ is_decoder: true }, 'is_decoder: found true, want false'],
    [{ hidden_size: 0 }, 'hidden_size: found 0, want a positive integer'],
    [{ num_attention_heads: 5 }, 'num_attention_heads: found 5, want a divisor of hidden_size 32'],
    [{ layer_norm_eps: 'small' }, 'layer_norm_eps: found "small", want a positive number'],
    [{ vocab_size: 51 }, 'found shape [50,32], want [51,32]'],
    [{ intermediate_size: 63 }, 'intermediate.dense.weight: found shape [64,32], want [63,32]'],
    [{ num_hidden_layers: 3 }, 'encoder.layer.2.attention.self.query.weight: found no such tensor'],
    [
      { model_type: 'roberta', pad_token_id: 11 },
      'position_embeddings.weight: found 12 rows, want more than the 12 before the first token',
    ],
    [{ model_type: 'roberta', pad_token_id: -1 }, 'pad_token_id: found -1, want an integer'],
  ])('the config %j', (change, message) => {
    const text = JSON.stringify({ ...CONFIG, ...change });
    expect(() => encoderFromSafetensors(whole, text)).toThrow(message);
  });

  it.each(['', '[', 'null', '3'])('the config file %j', (text) => {
    expect(() => encoderFromSafetensors(whole, text, 'c.json')).toThrow(/^c\.json/);
  });

  it('weights that are not finite', () => {
    const bad = checkpoint((tensors) => {
      const values = new Float32Array(32).fill(Number.NaN, 3);
      tensors.set('embeddings.LayerNorm.bias', storedTensor(values, [32]));
    });
    expect(() => encoderFromSafetensors(bad, JSON.stringify(CONFIG))).toThrow(
      'embeddings.LayerNorm.bias: found NaN at 3, want finite values',
    );
  });
});
