import { describe, expect } from 'vitest';
import { gpuTest, worstError } from '../gpu/testing';
import { largeCase, sectionOf, someWeights, startLarge } from './largeOtTesting';
import { largeOtTokensCpu } from './largeOtTokens.cpu';

describe('largeOtTokens', () => {
  gpuTest.for([1, 7, 24, 129])(
    'pads unit vectors to multiples of 8 with zeros, d %i',
    async (d, { scope }) => {
      const host = largeCase(67, 9, d);
      const { buffers, shape } = startLarge(scope, host, { eps: 0.1, iterations: 1 });
      const want = largeOtTokensCpu(host.x, d, 'cosine');
      const tokens = await scope.download(buffers.tokens);
      const width = 4 * shape.depth;
      for (let i = 0; i < shape.rows; i++) {
        const token = i < 67 ? want.tokens.subarray(i * d, (i + 1) * d) : new Float64Array(d);
        const padded = Float64Array.from({ length: width }, (_, k) => token[k] ?? 0);
        // Measured 9e-8 at d 129.
        expect(worstError(tokens.slice(i * width, (i + 1) * width), padded)).toBeLessThan(1.5e-7);
      }
      const norms = sectionOf(await scope.download(buffers.vectors), shape, 6);
      norms.x.forEach((norm, i) => {
        expect(Math.abs(norm / want.norms[i]! - 1)).toBeLessThan(2e-7);
      });
    },
  );

  gpuTest(
    'keeps raw vectors and squared norms for Euclidean costs; 1 for dot',
    async ({ scope }) => {
      const host = largeCase(9, 66, 5);
      const settings = { eps: 0.1, iterations: 1, cost: 'squared-euclidean' } as const;
      const { buffers, shape } = startLarge(scope, host, settings);
      const want = largeOtTokensCpu(host.y, 5, 'squared-euclidean');
      const { y } = sectionOf(await scope.download(buffers.vectors), shape, 6);
      expect(worstError(y, want.norms)).toBeLessThan(1e-6);
      const tokens = await scope.download(buffers.tokens);
      expect([...tokens.slice(16 * 8, 16 * 8 + 8)]).toEqual([...host.y.slice(0, 5), 0, 0, 0]);
      const dot = startLarge(scope, host, { ...settings, cost: 'dot' });
      expect([...sectionOf(await scope.download(dot.buffers.vectors), shape, 6).y]).toEqual(
        new Array(66).fill(1),
      );
    },
  );

  gpuTest('gives a vector shorter than 1e-12 no direction', async ({ scope }) => {
    const host = largeCase(9, 9, 2);
    host.x.set([1e-13, 0, 3, 4]);
    const { buffers, shape } = startLarge(scope, host, { eps: 0.1, iterations: 1 });
    const tokens = await scope.download(buffers.tokens);
    expect([tokens[0], tokens[1]]).toEqual([0, 0]);
    expect(worstError([tokens[8]!, tokens[9]!], [0.6, 0.8])).toBeLessThan(1e-7);
    const { x } = sectionOf(await scope.download(buffers.vectors), shape, 6);
    expect(x[0]).toBe(0);
    expect(x[1]).toBeCloseTo(0.2, 6);
  });

  gpuTest('starts from weights or potentials, in whole bits and a scaling', async ({ scope }) => {
    const weights = someWeights(66, 70);
    const start = weights.map((_, k) => Math.sin(k));
    const host = { ...largeCase(66, 70, 4), weights };
    const sections = async (given: object, settings: object) => {
      const { buffers, shape } = startLarge(
        scope,
        { ...host, ...given },
        { eps: 0.1, iterations: 1, ...settings },
      );
      const vectors = await scope.download(buffers.vectors);
      return [0, 1, 2].map((section) => sectionOf(vectors, shape, section).y);
    };
    const [weight, bits, scaling] = await sections({ start }, {});
    expect(weight).toEqual(weights.slice(66));
    for (let j = 0; j < 70; j++) {
      const there = weights[66 + j]! > 0;
      expect(bits![j]).toBe(Math.round(bits![j]!));
      const potential = 0.1 * Math.LN2 * (bits![j]! + Math.log2(scaling![j]!));
      if (there) expect(potential).toBeCloseTo(start[66 + j]!, 6);
      else expect(scaling![j]).toBe(0);
    }
    const [, , balanced] = await sections({}, {});
    expect([...balanced!]).toEqual([...weights.slice(66)].map((w) => (w > 0 ? 1 : 0)));
    const [, , partial] = await sections({}, { marginals: { kind: 'partial', mass: 0.5 } });
    expect(partial).toEqual(weights.slice(66));
  });
});
