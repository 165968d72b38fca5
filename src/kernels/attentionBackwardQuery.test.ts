import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import {
  ATTENTION_CASES,
  attentionHost,
  attentionState,
  plantedAttention,
  uploadAttention,
} from './attention.testing';
import { attentionBackwardQuery } from './attentionBackwardQuery';
import { attentionBackwardQueryCpu } from './attentionBackwardQuery.cpu';

describe('attentionBackwardQuery', () => {
  gpuTest.for(ATTENTION_CASES)('matches float64: %s', async ([, what], { scope }) => {
    const host = attentionHost(what);
    const state = attentionState(host);
    const want = attentionBackwardQueryCpu({ ...host, state });
    const got = attentionBackwardQuery(scope, {
      ...uploadAttention(scope, host),
      state: scope.upload(Float32Array.from(state), [host.n, host.heads, 2], 'state'),
    });
    expect(worstError(await scope.download(got), want)).toBeLessThan(3e-7); // measured 1.4e-7
  });

  describe.each(ADAPTERS)('with the text for a %s adapter', (_, run) => {
    gpuTest('is zero where one huge score takes all, and counts each key', async ({ scope }) => {
      const host = plantedAttention(130);
      host.q.fill(1, 4); // the scores of row 0 are 0
      host.k.fill(1e4, 64 * 4, 65 * 4);
      host.v.fill(130, 129 * 4, 130 * 4);
      host.dy.fill(1);
      const state = attentionState(host);
      const want = attentionBackwardQueryCpu({ ...host, state });
      // Row 0: p = 1/130, dy.v = 520 for key 129 alone, so delta = 4 and key 64 counts (0 - 4) 1e4 / 130 / 2.
      expect(want[0]).toBeCloseTo((-4 * 1e4) / 130 / 2, 8);
      await run(scope, async (own) => {
        const tensor = own.upload(Float32Array.from(state), [130, 1, 2], 'state');
        const inputs = { ...uploadAttention(own, host), state: tensor };
        const got = await own.download(attentionBackwardQuery(own, inputs));
        expect(
          worstError(
            got.map((value) => value / want[0]!),
            want.map((w) => w / want[0]!),
          ),
        ).toBeLessThan(2e-6);
        expect(got.subarray(4).every((value) => value === 0)).toBe(true);
      });
    });
  });

  gpuTest('refuses what does not fit', ({ scope }) => {
    const inputs = {
      ...uploadAttention(scope, attentionHost([[3], 2, 8, 0])),
      state: scope.zeros([3, 2, 2], 'state'),
    };
    const wrong = scope.zeros([3, 12], 'wrong');
    for (const field of ['k', 'v', 'dy', 'state'])
      expect(() => attentionBackwardQuery(scope, { ...inputs, [field]: wrong })).toThrow(
        ShapeError,
      );
    expect(() => attentionBackwardQuery(scope, { ...inputs, heads: 3 })).toThrow(RangeError);
  });
});
