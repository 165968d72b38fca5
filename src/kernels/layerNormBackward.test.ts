import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { layerNormCpu } from './layerNorm.cpu';
import { layerNormBackward } from './layerNormBackward';
import { layerNormBackwardCpu } from './layerNormBackward.cpu';

const EPSILON = 0.01;

function hostInputs(n: number, d: number) {
  const [x, gamma] = [randomSigned(n * d, 1234), randomSigned(d, 777777)];
  const { mean, rstd } = layerNormCpu({ x, gamma, beta: gamma }, [n, d], EPSILON);
  return { dy: randomSigned(n * d, 987654321), x, gamma, mean, rstd };
}

function upload(scope: Scope, host: ReturnType<typeof hostInputs>, n: number, d: number) {
  return {
    dy: scope.upload(host.dy, [n, d], 'dy'),
    x: scope.upload(host.x, [n, d], 'x'),
    gamma: scope.upload(host.gamma, [d], 'gamma'),
    mean: scope.upload(Float32Array.from(host.mean), [n], 'mean'),
    rstd: scope.upload(Float32Array.from(host.rstd), [n], 'rstd'),
  };
}

test('the twin is the derivative of layerNormCpu', () => {
  const [n, d, h] = [3, 7, 1e-6];
  const host = hostInputs(n, d);
  const loss = (x: Float64Array) => {
    const { y } = layerNormCpu({ ...host, x, beta: host.gamma }, [n, d], EPSILON);
    return y.reduce((sum, value, i) => sum + value * host.dy[i]!, 0);
  };
  const numeric = Float64Array.from(host.x, (_, at) => {
    const moved = (by: number) =>
      loss(Float64Array.from(host.x, (value, i) => (i === at ? value + by : value)));
    return (moved(h) - moved(-h)) / (2 * h);
  });
  expect(worstError(layerNormBackwardCpu(host, [n, d]), numeric)).toBeLessThan(1e-8);
});

describe.each(ADAPTERS)('layerNormBackward with the lanes of a %s adapter', (_, run) => {
  // Around 4 and 64 lanes per row; folded.
  gpuTest.for([
    [1, 2],
    [5, 63],
    [4, 65],
    [130, 32],
    [2, 1023],
    [0, 8],
  ] as const)('matches float64 on %j', async ([n, d], { scope }) => {
    const host = hostInputs(n, d);
    const want = layerNormBackwardCpu(host, [n, d]);
    await run(scope, async (own) => {
      const got = await own.download(layerNormBackward(own, upload(own, host, n, d)));
      expect(worstError(got, want)).toBeLessThan(5e-7); // measured 2.3e-7
    });
  });
});

describe('layerNormBackward', () => {
  gpuTest(
    'of a row of one value only removes the mean, at 1 / sqrt(epsilon)',
    async ({ scope }) => {
      const host = {
        ...{ dy: Float32Array.of(1, 2, 6), x: new Float32Array(3).fill(0.1) },
        gamma: new Float32Array(3).fill(1),
        ...{ mean: Float64Array.of(Math.fround(0.1)), rstd: Float64Array.of(1e6) },
      };
      const got = await scope.download(layerNormBackward(scope, upload(scope, host, 1, 3)));
      expect(worstError(got, [-2e6, -1e6, 3e6])).toBeLessThan(1);
    },
  );

  gpuTest('writes into out; refuses wrong shapes and an aliased out', ({ scope }) => {
    const inputs = upload(scope, hostInputs(2, 3), 2, 3);
    const [wrong, out] = [scope.zeros([5], 'wrong'), scope.zeros([2, 3], 'out')];
    const before = scope.liveBuffers;
    expect(layerNormBackward(scope, { ...inputs, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    for (const field of ['dy', 'x', 'gamma', 'mean', 'rstd', 'out'])
      expect(() => layerNormBackward(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    expect(() => layerNormBackward(scope, { ...inputs, out: inputs.dy })).toThrow('than dy');
  });
});
