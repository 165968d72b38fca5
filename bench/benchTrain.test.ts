import { describe, expect, test } from 'vitest';
import { BENCH_TRAIN_HELP, parseBenchTrainOptions, trainTable } from './benchTrain.mjs';
import { exitOf } from './testing';

const parse = (line: string) => parseBenchTrainOptions(line.split(' ').filter(Boolean));

describe('parseBenchTrainOptions', () => {
  test('has defaults for everything', () => {
    expect(parse('')).toEqual({
      ...{ help: false, gpu: 'auto', out: undefined },
      job: {
        students: ['head', 'mlp-64', 'orthogonal', 'lora-8-2', 'top-2', 'full'],
        backend: 'all',
        batch: { heads: 48, layers: 32 },
        windows: 5,
        steps: { heads: 20, layers: 1 },
        memory: 4 * 2 ** 30,
      },
    });
    expect(parse('--help')).toEqual({ help: true });
  });

  test('takes one batch and one number of steps for all students', () => {
    const line = '--students head,full --batch 8 --steps 3 --windows 2 --memory 0.5 --backend wasm';
    expect(parse(`${line} --gpu software --out /tmp/o.json`)).toEqual({
      ...{ help: false, gpu: 'software', out: '/tmp/o.json' },
      job: {
        ...{ students: ['head', 'full'], backend: 'wasm', windows: 2, memory: 2 ** 29 },
        ...{ batch: { heads: 8, layers: 8 }, steps: { heads: 3, layers: 3 } },
      },
    });
  });

  test.each([
    ['--backend cpu', '--backend: expected all, wgsl or wasm, got cpu'],
    ['--gpu fast', '--gpu: expected auto, hardware or software, got fast'],
    ['--batch 0', '--batch: expected a whole number above 0, got 0'],
    ['--windows 1.5', '--windows: expected a whole number above 0, got 1.5'],
    ['--steps many', '--steps: expected a whole number above 0, got many'],
    ['--memory -1', "Option '--memory' argument is ambiguous"],
    ['--memory none', '--memory: expected GiB above 0, got none'],
    ['--bogus', "Unknown option '--bogus'"],
  ])('%s is wrong usage', async (line, message) => {
    const exit = await exitOf(() => parse(line));
    expect(exit.code).toBe(64);
    expect(exit.message.split('\n')[0]).toContain(message);
    expect(exit.message).toContain(BENCH_TRAIN_HELP);
  });
});

test('a line a student and backend, under headings', () => {
  const row = {
    ...{ student: 'head', backend: 'wgsl', batch: 48, tokens: 672, windows: [10, 12.345] },
    ...{ median: 11.1725, best: 12.345, gflops: 1.6, roofShare: 0.254 },
    ...{ peakBytes: 12_340_000, bytesAfter: 0, skipped: null },
  };
  const nothing = { windows: [], median: null, best: null, gflops: null, roofShare: null };
  const bytes = { peakBytes: null, bytesAfter: null };
  const skipped = { ...row, ...nothing, ...bytes, student: 'full', skipped: 'too large' };
  const lines = trainTable([row, skipped]).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    [
      ...['student', 'backend', 'batch', 'tokens', 'steps/s', 'best', 'GFLOP/s', 'of roof'],
      ...['peak MB', 'bytes after'],
    ],
    ['head', 'wgsl', '48', '672', '11.2', '12.3', '1.6', '25 %', '12.3', '0'],
    ['full', 'wgsl', '48', '672', 'skipped', '-', '-', '-', '-', '-'],
  ]);
});
