import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { linearBackwardWeight } from './linearBackwardWeight';
import { linearBackwardWeightCpu } from './linearBackwardWeight.cpu';

describe.each(ADAPTERS)('linearBackwardWeight with the tiles of a %s adapter', (_, run) => {
  // Tiles of 8 rows and 8 or 16 columns, partial sums of 512 rows, odd widths, folded.
  gpuTest.for([
    [1, 4, 4],
    [3, 12, 8],
    [4, 16, 12],
    [511, 20, 4],
    [512, 8, 8],
    [513, 20, 12],
    [2500, 4, 20],
    [3, 5, 7],
    [9, 16, 6],
    [5, 724, 72],
  ] as const)('matches float64 on [n, k, o] = %j', async ([n, k, o], { scope }) => {
    const host = { dy: randomSigned(n * o, 1234), x: randomSigned(n * k, 987654321) };
    const want = linearBackwardWeightCpu(host, [n, k, o]);
    await run(scope, async (own) => {
      const inputs = { dy: own.upload(host.dy, [n, o], 'dy'), x: own.upload(host.x, [n, k], 'x') };
      const out = own.upload(new Float32Array(o * k).fill(7), [o, k], 'out'); // to be forgotten
      const got = await own.download(linearBackwardWeight(own, { ...inputs, out }));
      expect(worstError(got, want)).toBeLessThan(2.5e-5); // measured 1.27e-5
    });
  });

  gpuTest.for([0, 4, 510, 512, 514])(
    'counts row %i once and no row twice',
    async (row, { scope }) => {
      const [n, k, o] = [515, 20, 20];
      const dy = new Float32Array(n * o);
      dy.fill(1, row * o, (row + 1) * o);
      const x = Float32Array.from({ length: n * k }, (_, at) => at);
      await run(scope, async (own) => {
        const inputs = { dy: own.upload(dy, [n, o], 'dy'), x: own.upload(x, [n, k], 'x') };
        const got = await own.download(linearBackwardWeight(own, inputs));
        const want = Array.from({ length: o * k }, (_, at) => row * k + (at % k));
        expect([...got]).toEqual(want);
      });
    },
  );
});

describe('linearBackwardWeight', () => {
  gpuTest('gives the same bits twice', async ({ scope }) => {
    const [dy, x] = [randomSigned(600 * 8, 3), randomSigned(600 * 8, 777)];
    const inputs = { dy: scope.upload(dy, [600, 8], 'dy'), x: scope.upload(x, [600, 8], 'x') };
    const first = await scope.download(linearBackwardWeight(scope, inputs));
    expect(await scope.download(linearBackwardWeight(scope, inputs))).toEqual(first);
  });

  gpuTest('is zero without rows', async ({ scope }) => {
    const inputs = { dy: scope.zeros([0, 4], 'dy'), x: scope.zeros([0, 4], 'x') };
    const out = scope.upload(new Float32Array(16).fill(7), [4, 4], 'out');
    const got = await scope.download(linearBackwardWeight(scope, { ...inputs, out }));
    expect([...got]).toEqual(new Array(16).fill(0));
  });

  // Register tiles over two spans of 512 rows, strides, and no rows at all.
  gpuTest.for([
    [600, 8],
    [600, 7],
    [0, 8],
  ] as const)('adds to out where told to: [n, k] = %j', async ([n, k], { scope }) => {
    const [dy, x, from] = [n * 4, n * k, 4 * k].map((size, i) => randomSigned(size, 3 + 9973 * i));
    const want = linearBackwardWeightCpu({ dy: dy!, x: x! }, [n, k, 4]).map(
      (v, i) => v + from![i]!,
    );
    const inputs = { dy: scope.upload(dy!, [n, 4], 'dy'), x: scope.upload(x!, [n, k], 'x') };
    const out = scope.upload(from!, [4, k], 'out');
    expect(linearBackwardWeight(scope, { ...inputs, out, accumulate: true })).toBe(out);
    expect(worstError(await scope.download(out), want)).toBeLessThan(2e-5);
    expect(() => linearBackwardWeight(scope, { ...inputs, accumulate: true })).toThrow(
      'accumulate needs out',
    );
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    for (const k of [4, 3]) {
      const [dy, x] = [scope.zeros([2, 4], 'dy'), scope.zeros([2, k], 'x')];
      const out = scope.empty([4, k], 'out');
      const before = scope.liveBuffers;
      expect(linearBackwardWeight(scope, { dy, x, out })).toBe(out);
      expect(scope.liveBuffers).toBe(before);
    }
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const inputs = { dy: scope.zeros([4, 4], 'dy'), x: scope.zeros([4, 4], 'x') };
    const wrong = scope.zeros([5], 'wrong');
    for (const field of ['dy', 'x', 'out']) {
      expect(() => linearBackwardWeight(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    }
    for (const field of ['dy', 'x'] as const) {
      expect(() => linearBackwardWeight(scope, { ...inputs, out: inputs[field] })).toThrow(
        `another tensor than ${field}`,
      );
    }
  });
});
