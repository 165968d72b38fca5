import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { layerNormCpu } from './layerNorm.cpu';
import { layerNormAffine } from './layerNormAffine';
import { layerNormAffineCpu } from './layerNormAffine.cpu';

function hostInputs(n: number, d: number) {
  const [x, gamma] = [randomSigned(n * d, 1234), randomSigned(d, 777777)];
  const { mean, rstd } = layerNormCpu({ x, gamma, beta: gamma }, [n, d], 0.01);
  return { dy: randomSigned(n * d, 987654321), x, gamma, mean, rstd };
}

function upload(scope: Scope, host: ReturnType<typeof hostInputs>, n: number, d: number) {
  return {
    dy: scope.upload(host.dy, [n, d], 'dy'),
    x: scope.upload(host.x, [n, d], 'x'),
    mean: scope.upload(Float32Array.from(host.mean), [n], 'mean'),
    rstd: scope.upload(Float32Array.from(host.rstd), [n], 'rstd'),
    gammaInto: scope.upload(new Float32Array(d).fill(1), [d], 'gammaInto'),
    betaInto: scope.upload(new Float32Array(d).fill(-1), [d], 'betaInto'),
  };
}

test('the twin is the derivative of layerNormCpu', () => {
  const [n, d] = [3, 7];
  const host = hostInputs(n, d);
  // y is linear in gamma and beta: a difference over 1 is the derivative.
  const y = (gamma: Float64Array, beta: Float64Array) =>
    layerNormCpu({ x: host.x, gamma, beta }, [n, d], 0.01).y;
  const unit = (at: number) => new Float64Array(d).fill(0).fill(1, at, at + 1);
  const dot = (values: Float64Array) => values.reduce((sum, v, i) => sum + v * host.dy[i]!, 0);
  const { gamma, beta } = layerNormAffineCpu(host, [n, d]);
  for (let j = 0; j < d; j++) {
    expect(gamma[j]).toBeCloseTo(dot(y(unit(j), new Float64Array(d))), 12);
    expect(beta[j]).toBeCloseTo(dot(y(new Float64Array(d), unit(j))), 12);
  }
});

describe('layerNormAffine', () => {
  // Around the 32 columns of a workgroup and the 128 rows of a partial sum; folded.
  gpuTest.for([
    [1, 2],
    [127, 31],
    [128, 32],
    [129, 33],
    [1000, 3],
    [2, 3200],
    [0, 8],
  ] as const)('adds what float64 says on %j', async ([n, d], { scope }) => {
    const host = hostInputs(n, d);
    const want = layerNormAffineCpu(host, [n, d]);
    const inputs = upload(scope, host, n, d);
    layerNormAffine(scope, inputs);
    const gamma = await scope.download(inputs.gammaInto);
    const beta = await scope.download(inputs.betaInto);
    const at = (values: Float64Array, first: number) => values.map((value) => value + first);
    expect(worstError(gamma, at(want.gamma, 1))).toBeLessThan(1.5e-5); // measured 7.0e-6
    expect(worstError(beta, at(want.beta, -1))).toBeLessThan(1.7e-5); // measured 8.3e-6
  });

  gpuTest('counts a huge row once', async ({ scope }) => {
    for (const row of [0, 127, 128, 299]) {
      const host = hostInputs(300, 4);
      host.dy.fill(0);
      host.dy.fill(1e30, row * 4, row * 4 + 4);
      const inputs = upload(scope, host, 300, 4);
      layerNormAffine(scope, inputs);
      expect([...(await scope.download(inputs.betaInto))]).toEqual(
        new Array(4).fill(Math.fround(1e30)),
      );
    }
  });

  gpuTest('allocates nothing; refuses wrong shapes and coinciding tensors', ({ scope }) => {
    const inputs = upload(scope, hostInputs(2, 3), 2, 3);
    const before = scope.liveBuffers;
    layerNormAffine(scope, inputs);
    expect(scope.liveBuffers).toBe(before);
    const wrong = scope.zeros([5], 'wrong');
    for (const field of ['dy', 'x', 'mean', 'rstd', 'gammaInto', 'betaInto'])
      expect(() => layerNormAffine(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    const same = { ...inputs, betaInto: inputs.gammaInto };
    expect(() => layerNormAffine(scope, same)).toThrow('another tensor than betaInto');
  });
});
