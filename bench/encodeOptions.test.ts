import { describe, expect, test } from 'vitest';
import { summary } from './encode.mjs';
import { ENCODE_HELP, parseEncodeOptions } from './encodeOptions.mjs';
import { exitOf } from './testing';

const parse = (line: string) => parseEncodeOptions(line.split(' '));

describe('parseEncodeOptions', () => {
  test('texts and a file are enough', () => {
    expect(parse('--texts t.txt --out /o/v.safetensors')).toEqual({
      ...{ help: false, input: 't.txt', out: '/o/v.safetensors', gpu: 'auto' },
      settings: {
        ...{ kind: 'texts', layer: 6, format: 'safetensors', dtype: 'f32', normalise: false },
      },
    });
    expect(parse('--pairs p --out /v.NPZ --dtype int8 --layer 0 --normalise').settings).toEqual({
      ...{ kind: 'pairs', layer: 0, format: 'npz', dtype: 'int8', normalise: true },
    });
  });

  test.each([
    ['--out v.npz', '--texts FILE or --pairs FILE is needed'],
    ['--texts t --pairs p --out v.npz', 'one of them'],
    ['--texts t', '--out: expected .safetensors, .npz or .parquet, got nothing'],
    ['--texts t --out v.bin', 'got v.bin'],
    ['--pairs p --out v.parquet', 'pairs are written to .safetensors or .npz'],
    ['--texts t --out v.parquet --dtype bf16', 'Parquet has no such type'],
    ['--texts t --out v.npz --dtype f8', '--dtype: expected f32, f16, bf16 or int8, got f8'],
    ['--texts t --out v.npz --layer 13', '--layer: expected a whole number from 0 to 12, got 13'],
    ['--texts t --out v.npz --speed 1', 'speed'],
  ])('refuses %s', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message).toContain(message);
    expect(exit.message).toContain(ENCODE_HELP);
  });

  test('help, and what was done', () => {
    expect(parse('--help')).toEqual({ help: true });
    const done = { texts: 2, rows: 9, d: 384, truncated: 1 };
    expect(summary(done, 'v.npz')).toBe(
      "2 texts, 9 vectors of 384 values in v.npz; 1 texts were cut at the model's length",
    );
  });
});
