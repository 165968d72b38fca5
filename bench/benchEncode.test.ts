import { expect, test } from 'vitest';
import { encodeTable, parseBenchEncodeOptions } from './benchEncode.mjs';
import { exitOf } from './testing';

test('modes are workers times threads', async () => {
  expect(parseBenchEncodeOptions(['--modes', '1x1, 2x1', '--sentences', '9'])).toEqual({
    ...{ help: false, out: undefined },
    job: {
      ...{ sentences: 9, layer: 12, runs: 3 },
      modes: [
        { workers: 1, threads: 1 },
        { workers: 2, threads: 1 },
      ],
    },
  });
  for (const args of [['--modes', '2'], ['--runs', '0'], ['--none']])
    expect(await exitOf(() => parseBenchEncodeOptions(args))).toMatchObject({ code: 64 });
});

test('the table gives medians, the ratio to the first mode, and says where vectors differ', () => {
  const row = { threads: 1, provider: 'wasm' };
  const text = encodeTable({
    ...{ sentences: 10, tokens: 100, isolated: true, browser: 'B 1', cacheMs: [0.3, 0.1, 0.2] },
    rows: [
      { ...row, workers: 1, seconds: [2, 1, 4], equal: true },
      { ...row, workers: 2, seconds: [1, 1, 0.5], equal: false },
    ],
  });
  expect(text).toContain('wasm 1 x 1: 50 tokens/s (best 100), 1.00x, same bits');
  expect(text).toContain('wasm 2 x 1: 100 tokens/s (best 200), 2.00x, OTHER VECTORS');
  expect(text).toContain('memory: 0.200 ms a sentence (best 0.100)');
});
