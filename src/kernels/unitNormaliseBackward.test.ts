import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, randomUnit, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { unitNormaliseCpu } from './unitNormalise.cpu';
import { unitNormaliseBackward } from './unitNormaliseBackward';
import { unitNormaliseBackwardCpu } from './unitNormaliseBackward.cpu';

describe.each(ADAPTERS)('unitNormaliseBackward with the shapes of a %s adapter', (_, run) => {
  // Around rows of 4 (software) and 64 lanes; folded.
  gpuTest.for([
    [1, 1],
    [3, 3],
    [3, 5],
    [2, 63],
    [2, 64],
    [2, 65],
    [100, 384],
  ] as const)('matches float64 on %j', async ([n, d], { scope }) => {
    const host = {
      unit: randomUnit(n, d, 1234),
      norm: Float32Array.from({ length: n }, (_value, i) => 1 + i),
      du: randomSigned(n * d, 987654321),
    };
    const want = unitNormaliseBackwardCpu(host, n, d);
    await run(scope, async (own) => {
      const inputs = {
        unit: own.upload(host.unit, [n, d], 'unit'),
        norm: own.upload(host.norm, [n], 'norm'),
        du: own.upload(host.du, [n, d], 'du'),
      };
      const got = await own.download(unitNormaliseBackward(own, inputs));
      expect(worstError(got, want)).toBeLessThan(1.2e-7);
    });
  });

  gpuTest('keeps what is across, drops what is along, at every norm', async ({ scope }) => {
    const norm = new Float32Array([1, 1e-20, 1e18, 0]);
    const unit = [0, 1, 2, 3].flatMap(() => [0, 1, 0]);
    const du = [0, 1, 2, 3].flatMap(() => [5, 7, -3]);
    await run(scope, async (own) => {
      const inputs = {
        unit: own.upload(new Float32Array(unit), [4, 3], 'unit'),
        norm: own.upload(norm, [4], 'norm'),
        du: own.upload(new Float32Array(du), [4, 3], 'du'),
      };
      const got = await own.download(unitNormaliseBackward(own, inputs));
      const scaled = got.map((value, at) => value * norm[Math.floor(at / 3)]!);
      expect(worstError(scaled, [5, 0, -3, 5, 0, -3, 5, 0, -3, 0, 0, 0])).toBeLessThan(1e-6);
      expect([...got.subarray(9)].map((v) => v + 0)).toEqual([0, 0, 0]);
    });
  });
});

describe('unitNormaliseBackward', () => {
  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [unit, norm] = [scope.zeros([2, 3], 'unit'), scope.zeros([2], 'norm')];
    const out = scope.empty([2, 3], 'out');
    const before = scope.liveBuffers;
    expect(unitNormaliseBackward(scope, { unit, norm, du: unit, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const [unit, du] = [scope.zeros([2, 3], 'unit'), scope.zeros([2, 3], 'du')];
    const inputs = { unit, du, norm: scope.zeros([2], 'norm') };
    const wrong = scope.zeros([4], 'wrong');
    for (const field of ['unit', 'norm', 'du', 'out']) {
      expect(() => unitNormaliseBackward(scope, { ...inputs, [field]: wrong })).toThrow(ShapeError);
    }
    for (const field of ['unit', 'du'] as const) {
      expect(() => unitNormaliseBackward(scope, { ...inputs, out: inputs[field] })).toThrow(
        `another tensor than ${field}`,
      );
    }
  });
});

test('the twin is the derivative of unitNormaliseCpu', () => {
  const [d, h] = [5, 2 ** -10];
  const [x, du] = [randomSigned(d, 5), randomSigned(d, 4321)];
  const got = unitNormaliseBackwardCpu({ ...unitNormaliseCpu(x, 1, d), du }, 1, d);
  for (let j = 0; j < d; j++) {
    const value = (step: number) => {
      const moved = Float64Array.from(x, (v, at) => v + (at === j ? step : 0));
      const norm = Math.hypot(...moved);
      return moved.reduce((sum, v, at) => sum + (v / norm) * du[at]!, 0);
    };
    expect(got[j]).toBeCloseTo((value(h) - value(-h)) / (2 * h), 5);
  }
});
