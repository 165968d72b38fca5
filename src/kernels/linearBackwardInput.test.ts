import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { linearBackwardInput } from './linearBackwardInput';
import { linearBackwardInputCpu } from './linearBackwardInput.cpu';

describe.each(ADAPTERS)('linearBackwardInput with the tiles of a %s adapter', (_, run) => {
  // Below, at and above the tiles of 8 rows and 8 or 16 columns; widths that fill no vec4; folded.
  gpuTest.for([
    [1, 4, 4],
    [7, 12, 8],
    [8, 16, 12],
    [9, 20, 384],
    [17, 36, 128],
    [3, 5, 7],
    [8, 16, 6],
    [70, 724, 8],
  ] as const)('matches float64 on [n, k, o] = %j', async ([n, k, o], { scope }) => {
    const host = { dy: randomSigned(n * o, 1234), w: randomSigned(o * k, 987654321) };
    const want = linearBackwardInputCpu(host, [n, k, o]);
    await run(scope, async (own) => {
      const inputs = { dy: own.upload(host.dy, [n, o], 'dy'), w: own.upload(host.w, [o, k], 'w') };
      const got = await own.download(linearBackwardInput(own, inputs));
      expect(worstError(got, want)).toBeLessThan(1e-5); // measured 4.8e-6
    });
  });

  gpuTest('puts each row and each column in its place', async ({ scope }) => {
    const [n, k, o] = [19, 28, 20];
    const dy = new Float32Array(n * o);
    for (let i = 0; i < n; i++) dy[i * o + (i % o)] = 1; // picks row i of w
    const w = Float32Array.from({ length: o * k }, (_, at) => at);
    await run(scope, async (own) => {
      const inputs = { dy: own.upload(dy, [n, o], 'dy'), w: own.upload(w, [o, k], 'w') };
      const got = await own.download(linearBackwardInput(own, inputs));
      expect([...got]).toEqual([...w.subarray(0, n * k)]);
    });
  });

  gpuTest.for([0, 7, 8, 16])('keeps one huge value in row %i to itself', async (row, { scope }) => {
    const dy = new Float32Array(17 * 4);
    dy[row * 4 + 3] = 1e30;
    await run(scope, async (own) => {
      const w = own.upload(new Float32Array(4 * 20).fill(1), [4, 20], 'w');
      const dx = linearBackwardInput(own, { dy: own.upload(dy, [17, 4], 'dy'), w });
      const hits = [...(await own.download(dx))].flatMap((v, at) => (v === 0 ? [] : [at]));
      expect(hits).toEqual(Array.from({ length: 20 }, (_, p) => row * 20 + p));
    });
  });
});

describe('linearBackwardInput', () => {
  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    for (const k of [4, 3]) {
      const [dy, w] = [scope.zeros([2, 4], 'dy'), scope.zeros([4, k], 'w')];
      const out = scope.empty([2, k], 'out');
      const before = scope.liveBuffers;
      expect(linearBackwardInput(scope, { dy, w, out })).toBe(out);
      expect(scope.liveBuffers).toBe(before);
    }
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const inputs = { dy: scope.zeros([4, 4], 'dy'), w: scope.zeros([4, 4], 'w') };
    const wrong = scope.zeros([5], 'wrong');
    for (const field of ['dy', 'w', 'out']) {
      expect(() => linearBackwardInput(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    }
    for (const field of ['dy', 'w'] as const) {
      expect(() => linearBackwardInput(scope, { ...inputs, out: inputs[field] })).toThrow(
        `another tensor than ${field}`,
      );
    }
  });
});
