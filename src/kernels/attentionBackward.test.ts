import { describe, expect, test } from 'vitest';
import { gpuTest, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { attention } from './attention';
import { attentionCpu } from './attention.cpu';
import { attentionHost, uploadAttention } from './attention.testing';
import { attentionBackward } from './attentionBackward';
import { attentionBackwardCpu } from './attentionBackward.cpu';

test.each([0, 0.4])('the twins are the derivatives of attentionCpu, dropout %d', (rate) => {
  const host = attentionHost([[0, 3, 1, 5], 2, 4, rate]);
  const gradients = attentionBackwardCpu({ ...host, ...attentionCpu(host) });
  const h = 1e-6;
  for (const name of ['q', 'k', 'v'] as const) {
    const loss = (values: Float64Array) =>
      attentionCpu({ ...host, [name]: values }).y.reduce((sum, y, i) => sum + y * host.dy[i]!, 0);
    const numeric = Float64Array.from(host[name], (_, at) => {
      const moved = (by: number) =>
        loss(Float64Array.from(host[name], (value, i) => (i === at ? value + by : value)));
      return (moved(h) - moved(-h)) / (2 * h);
    });
    expect(worstError(gradients[`d${name}`], numeric)).toBeLessThan(1e-8);
  }
});

// Heads of 8: two vectors, which the text for hardware unrolls and that for software does not.
describe.each(ADAPTERS)('attentionBackward with the text for a %s adapter', (_, run) => {
  gpuTest('gives what float64 gives, and the same bits twice', async ({ scope }) => {
    const host = attentionHost([[9, 0, 60, 1], 2, 8, 0.3]);
    const want = attentionBackwardCpu({ ...host, ...attentionCpu(host) });
    await run(scope, async (own) => {
      const inputs = uploadAttention(own, host);
      const got = attentionBackward(own, { ...inputs, ...attention(own, inputs) });
      const again = attentionBackward(own, { ...inputs, ...attention(own, inputs) });
      for (const name of ['dq', 'dk', 'dv'] as const) {
        const values = await own.download(got[name]);
        expect(worstError(values, want[name])).toBeLessThan(5e-7); // measured 2.2e-7
        expect(await own.download(again[name])).toEqual(values);
      }
    });
  });
});
