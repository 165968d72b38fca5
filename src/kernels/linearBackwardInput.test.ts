import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { linearBackwardInput } from './linearBackwardInput';
import { linearBackwardInputCpu } from './linearBackwardInput.cpu';
import { nearestHalf } from './packHalf.cpu';
import { HALVES, halfWeights, holdsHalves } from './weightTesting';

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

  gpuTest.for([
    [1, 4, 4],
    [9, 20, 384],
    [17, 36, 128],
    [70, 724, 8],
  ] as const)('matches float64 on halves of w, [n, k, o] = %j', async ([n, k, o], { scope }) => {
    const [dy, w] = [randomSigned(n * o, 1234), randomSigned(o * k, 987654321)];
    const want = linearBackwardInputCpu({ dy, w: w.map(nearestHalf) }, [n, k, o]);
    await run(scope, async (own) => {
      const inputs = { dy: own.upload(dy, [n, o], 'dy'), w: halfWeights(own, w, [o, k]) };
      const got = await own.download(linearBackwardInput(own, inputs));
      expect(worstError(got, want)).toBeLessThan(1e-5); // measured 7.6e-6
    });
  });

  gpuTest('reads the halves known by hand', async ({ scope }) => {
    const [k, o] = [HALVES.length, 4];
    const dy = new Float32Array(o * o);
    for (let j = 0; j < o; j++) dy[j * o + j] = 1; // picks row j of w
    const w = Float32Array.from({ length: o * k }, (_, at) => HALVES[at % k]!);
    await run(scope, async (own) => {
      const inputs = { dy: own.upload(dy, [o, o], 'dy'), w: halfWeights(own, w, [o, k]) };
      const got = await own.download(linearBackwardInput(own, inputs));
      for (let row = 0; row < o; row++) holdsHalves(got.subarray(row * k, (row + 1) * k));
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

  gpuTest('refuses halves of widths that fill no vector, and of another o', ({ scope }) => {
    const dy = scope.zeros([2, 4], 'dy');
    const halves = (o: number, words: number) => scope.emptyU32([o, words], 'w');
    const call = (w: ReturnType<typeof halves>) => () => linearBackwardInput(scope, { dy, w });
    expect(call(halves(4, 3))).toThrow('halves need multiples of 4 both ways, got [4, 6]');
    expect(call(halves(8, 2))).toThrow(ShapeError);
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
