import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { linear } from './linear';
import { linearCpu } from './linear.cpu';
import { nearestHalf } from './packHalf.cpu';
import { HALVES, halfWeights, holdsHalves } from './weightTesting';

describe.each(ADAPTERS)('linear with the tiles of a %s adapter', (_, run) => {
  // Below, at and above the tiles of 8 rows and 8 or 16 columns; widths that fill no vec4; folded.
  gpuTest.for([
    [1, 4, 4],
    [7, 8, 12],
    [8, 12, 16],
    [9, 384, 20],
    [17, 128, 36],
    [3, 5, 7],
    [8, 6, 16],
    [70, 8, 724],
  ] as const)('matches float64 on [n, k, o] = %j', async ([n, k, o], { scope }) => {
    const host = {
      x: randomSigned(n * k, 1234),
      w: randomSigned(o * k, 987654321),
      bias: randomSigned(o, 3),
      addend: randomSigned(n * o, 4),
    };
    const want = linearCpu(host, [n, k, o]);
    await run(scope, async (own) => {
      const inputs = {
        x: own.upload(host.x, [n, k], 'x'),
        w: own.upload(host.w, [o, k], 'w'),
        bias: own.upload(host.bias, [o], 'bias'),
        addend: own.upload(host.addend, [n, o], 'addend'),
      };
      expect(worstError(await own.download(linear(own, inputs)), want)).toBeLessThan(1e-5); // measured 5.4e-6
    });
  });

  gpuTest.for([
    [1, 4, 4],
    [9, 384, 20],
    [17, 128, 36],
    [70, 8, 724],
  ] as const)('matches float64 on halves of w, [n, k, o] = %j', async ([n, k, o], { scope }) => {
    const w = randomSigned(o * k, 987654321);
    const host = {
      x: randomSigned(n * k, 1234),
      w: w.map(nearestHalf),
      bias: randomSigned(o, 3),
      addend: randomSigned(n * o, 4),
    };
    const want = linearCpu(host, [n, k, o]);
    await run(scope, async (own) => {
      const inputs = {
        x: own.upload(host.x, [n, k], 'x'),
        w: halfWeights(own, w, [o, k]),
        bias: own.upload(host.bias, [o], 'bias'),
        addend: own.upload(host.addend, [n, o], 'addend'),
      };
      expect(worstError(await own.download(linear(own, inputs)), want)).toBeLessThan(1e-5); // measured 5e-6
    });
  });

  gpuTest('reads the halves known by hand', async ({ scope }) => {
    // Row j of w is the j-th of them; every column of w is picked once.
    const [k, o] = [4, HALVES.length];
    const x = new Float32Array(k * k);
    for (let p = 0; p < k; p++) x[p * k + p] = 1;
    const w = Float32Array.from({ length: o * k }, (_, at) => HALVES[Math.floor(at / k)]!);
    await run(scope, async (own) => {
      const tensors = { x: own.upload(x, [k, k], 'x'), w: halfWeights(own, w, [o, k]) };
      const got = await own.download(linear(own, tensors));
      for (let row = 0; row < k; row++) holdsHalves(got.subarray(row * o, (row + 1) * o));
    });
  });

  gpuTest('puts each row and each output in its place', async ({ scope }) => {
    const [n, k, o] = [19, 20, 28];
    const x = new Float32Array(n * k);
    for (let i = 0; i < n; i++) x[i * k + (i % k)] = 1; // picks column i of w
    const w = Float32Array.from({ length: o * k }, (_, at) => at);
    await run(scope, async (own) => {
      const tensors = { x: own.upload(x, [n, k], 'x'), w: own.upload(w, [o, k], 'w') };
      const got = await own.download(linear(own, tensors));
      const want = Float32Array.from({ length: n * o }, (_, at) => {
        return (at % o) * k + Math.floor(at / o);
      });
      expect([...got]).toEqual([...want]);
    });
  });

  gpuTest.for([0, 7, 8, 16])('keeps one huge value in row %i to itself', async (row, { scope }) => {
    const x = new Float32Array(17 * 4);
    x[row * 4 + 3] = 1e30;
    await run(scope, async (own) => {
      const w = own.upload(new Float32Array(20 * 4).fill(1), [20, 4], 'w');
      const y = linear(own, { x: own.upload(x, [17, 4], 'x'), w });
      const hits = [...(await own.download(y))].flatMap((v, at) => (v === 0 ? [] : [at]));
      expect(hits).toEqual(Array.from({ length: 20 }, (_, j) => row * 20 + j));
    });
  });
});

describe('linear', () => {
  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    for (const k of [4, 3]) {
      const [inputs, out] = [zeros(scope, 2, k, 4), scope.empty([2, 4], 'out')];
      const before = scope.liveBuffers;
      expect(linear(scope, { ...inputs, out })).toBe(out);
      expect(scope.liveBuffers).toBe(before);
    }
  });

  gpuTest('gives no rows for no rows', async ({ scope }) => {
    expect(await scope.download(linear(scope, zeros(scope, 0, 4, 4)))).toHaveLength(0);
  });

  gpuTest('refuses halves of widths that fill no vector, and of another k', ({ scope }) => {
    const x = scope.zeros([2, 4], 'x');
    const halves = (o: number, words: number) => scope.emptyU32([o, words], 'w');
    expect(() => linear(scope, { x, w: halves(4, 3) })).toThrow('halves need multiples of 4');
    expect(() => linear(scope, { x, w: halves(3, 2) })).toThrow(RangeError);
    expect(() => linear(scope, { x, w: halves(4, 4) })).toThrow('expected shape [4,4], got [4,8]');
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const inputs = zeros(scope, 4, 4, 4);
    const wrong = scope.zeros([5], 'wrong');
    for (const field of ['x', 'w', 'bias', 'addend', 'out']) {
      expect(() => linear(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    }
    for (const field of ['x', 'w', 'addend'] as const) {
      const out = inputs[field];
      expect(() => linear(scope, { ...inputs, out })).toThrow(`another tensor than ${field}`);
    }
  });
});

function zeros(scope: Scope, n: number, k: number, o: number) {
  return {
    x: scope.zeros([n, k], 'x'),
    w: scope.zeros([o, k], 'w'),
    addend: scope.zeros([n, o], 'addend'),
  };
}
