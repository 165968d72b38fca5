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
import { attentionBackwardKey } from './attentionBackwardKey';
import { attentionBackwardKeyCpu } from './attentionBackwardKey.cpu';

describe('attentionBackwardKey', () => {
  gpuTest.for(ATTENTION_CASES)('matches float64: %s', async ([, what], { scope }) => {
    const host = attentionHost(what);
    const state = attentionState(host);
    const want = attentionBackwardKeyCpu({ ...host, state });
    const got = attentionBackwardKey(scope, {
      ...uploadAttention(scope, host),
      state: scope.upload(Float32Array.from(state), [host.n, host.heads, 2], 'state'),
    });
    expect(worstError(await scope.download(got.dk), want.dk)).toBeLessThan(3e-7); // measured 1.2e-7
    expect(worstError(await scope.download(got.dv), want.dv)).toBeLessThan(6e-7); // measured 3.0e-7
  });

  describe.each(ADAPTERS)('with the text for a %s adapter', (_, run) => {
    gpuTest('gives the value of a huge score all gradients, the others none', async ({ scope }) => {
      const host = plantedAttention(130);
      host.q.fill(1);
      host.k.fill(1e4, 64 * 4, 65 * 4);
      host.dy.fill(1);
      const state = Float32Array.from(attentionState(host));
      await run(scope, async (own) => {
        const tensor = own.upload(state, [130, 1, 2], 'state');
        const inputs = { ...uploadAttention(own, host), state: tensor };
        const { dk, dv } = attentionBackwardKey(own, inputs);
        const want = new Float32Array(520).fill(130, 64 * 4, 65 * 4);
        expect(await own.download(dv)).toEqual(want);
        expect((await own.download(dk)).every((value) => value === 0)).toBe(true);
      });
    });
  });

  gpuTest('gives nothing to a value whose probability is dropped', async ({ scope }) => {
    const host = { ...plantedAttention(40), dropout: { rate: 0.5, seed: 3 } };
    host.dy.fill(1);
    const state = attentionState(host);
    const { dv: want } = attentionBackwardKeyCpu({ ...host, state });
    const tensor = scope.upload(Float32Array.from(state), [40, 1, 2], 'state');
    const inputs = { ...uploadAttention(scope, host), state: tensor };
    const got = await scope.download(attentionBackwardKey(scope, inputs).dv);
    // Each value gets 2 / 40 from every query that keeps it: a whole number of twentieths.
    expect(worstError(got, want)).toBeLessThan(1e-6);
    const kept = got.map((value) => Math.round(value * 20));
    expect(
      worstError(
        got,
        kept.map((count) => count / 20),
      ),
    ).toBeLessThan(1e-6);
    expect(new Set(kept).size).toBeGreaterThan(3);
  });

  gpuTest('refuses what does not fit', ({ scope }) => {
    const inputs = {
      ...uploadAttention(scope, attentionHost([[3], 2, 8, 0])),
      state: scope.zeros([3, 2, 2], 'state'),
    };
    const wrong = scope.zeros([3, 12], 'wrong');
    for (const field of ['k', 'v', 'dy', 'state'])
      expect(() => attentionBackwardKey(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    expect(() => attentionBackwardKey(scope, { ...inputs, heads: 3 })).toThrow(RangeError);
  });
});
