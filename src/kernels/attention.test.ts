import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { attention } from './attention';
import { attentionCpu } from './attention.cpu';
import {
  ATTENTION_CASES,
  attentionHost,
  plantedAttention,
  uploadAttention,
} from './attention.testing';

describe('attention', () => {
  gpuTest.for(ATTENTION_CASES)('matches float64: %s', async ([, what], { scope }) => {
    const host = attentionHost(what);
    const want = attentionCpu(host);
    const got = attention(scope, uploadAttention(scope, host));
    expect(worstError(await scope.download(got.y), want.y)).toBeLessThan(5e-7); // measured 2.1e-7
    expect(worstError(await scope.download(got.logSum), want.logSum)).toBeLessThan(3e-6); // measured 1.3e-6
  });

  describe.each(ADAPTERS)('with the text for a %s adapter', (_, run) => {
    gpuTest('attends to the huge score alone, wherever it is', async ({ scope }) => {
      for (const at of [0, 1, 64, 129]) {
        const host = plantedAttention(130);
        host.q.fill(1);
        host.k.fill(4e28, at * 4, at * 4 + 4); // a score of 8e28
        host.v.fill(7, at * 4, at * 4 + 4);
        await run(scope, async (own) => {
          const { y, logSum } = attention(own, uploadAttention(own, host));
          expect([...(await own.download(y))]).toEqual(new Array(520).fill(7));
          const [sum] = await own.download(logSum);
          expect(Math.abs(sum! / 8e28 - 1)).toBeLessThan(1e-6);
        });
      }
    });

    gpuTest('takes the mean where all scores are one very negative number', async ({ scope }) => {
      const host = plantedAttention(4);
      host.q.fill(-1);
      host.k.fill(4e28);
      host.v.set([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 3, 2, 1, 0]);
      await run(scope, async (own) => {
        const { y } = attention(own, uploadAttention(own, host));
        const got = await own.download(y);
        for (const row of [0, 3])
          expect([...got.subarray(row * 4, row * 4 + 4)]).toEqual([1, 1, 1, 1]);
      });
    });
  });

  gpuTest('gives zeros to rows that no text holds', async ({ scope }) => {
    const host = attentionHost([[3, 5], 2, 4, 0]);
    const inputs = uploadAttention(scope, host);
    const offsets = scope.uploadU32(Uint32Array.of(0, 3), [2], 'offsets');
    const got = await scope.download(attention(scope, { ...inputs, offsets }).y);
    expect(got.subarray(0, 24).some((value) => value === 0)).toBe(false);
    expect(got.subarray(24).every((value) => value === 0)).toBe(true);
  });

  gpuTest('writes into out and refuses what does not fit', ({ scope }) => {
    const inputs = uploadAttention(scope, attentionHost([[3], 2, 8, 0]));
    const out = scope.zeros([3, 16], 'out');
    expect(attention(scope, { ...inputs, out }).y).toBe(out);
    const wrong = scope.zeros([3, 12], 'wrong');
    for (const field of ['k', 'v', 'out'])
      expect(() => attention(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    expect(() => attention(scope, { ...inputs, out: inputs.q })).toThrow('another tensor than q');
    for (const heads of [0, 1.5, 3, 8])
      expect(() => attention(scope, { ...inputs, heads })).toThrow('multiple of 4 columns');
    const wide = scope.zeros([3, 68], 'wide');
    expect(() => attention(scope, { ...inputs, q: wide, k: wide, v: wide, heads: 1 })).toThrow(
      'heads of 68 columns; at most 64',
    );
    expect(() => attention(scope, { ...inputs, dropout: { rate: 1, seed: 0 } })).toThrow(
      RangeError,
    );
  });
});
