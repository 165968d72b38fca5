import { describe, expect } from 'vitest';
import { gpuTest, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { largeOtColumns } from './largeOtColumns';
import { largeOtColumnsCpu } from './largeOtColumns.cpu';
import { largeOtRows } from './largeOtRows';
import { exponentsOf, largeCase, naturalPotentials, sectionOf, startLarge } from './largeOtTesting';

const partial = { kind: 'partial', mass: 0.3 } as const;

describe.each(ADAPTERS)('largeOtColumns as on a %s adapter', (_, asAdapter) => {
  gpuTest.for([
    [67, 70, 0.1],
    [3, 260, 0.1],
    [130, 5, 0.001],
  ] as const)('matches float64 after the rows, %i x %i, eps %d', async ([n, m, eps], { scope }) => {
    await asAdapter(scope, async (scope) => {
      for (const marginals of [undefined, partial]) {
        const host = largeCase(n, m, 9);
        const settings = { eps, iterations: 1, ...(marginals && { marginals }) };
        const { buffers, shape, params } = startLarge(scope, host, settings);
        largeOtRows(scope, params, buffers)();
        largeOtColumns(scope, params, buffers)();
        const vectors = await scope.download(buffers.vectors);
        const [bits, scaling] = [sectionOf(vectors, shape, 1), sectionOf(vectors, shape, 2)];
        const f = naturalPotentials(bits.x, scaling.x);
        const cap = marginals ? 0 : Infinity;
        const side = { logWeight: new Float64Array(m).fill(-Math.log(m)), tau: 1, cap, h: 0 };
        const want = largeOtColumnsCpu(exponentsOf(host, settings), f, side, marginals?.mass);
        expect(worstError(naturalPotentials(bits.y, scaling.y), want.g)).toBeLessThan(
          3e-7 / eps + 1e-6,
        );
        const state = await scope.download(buffers.state);
        expect(state[1]).toBe(1);
        if (!marginals) continue;
        // f has h inside, so what is left to add to h is log(mass / sum of the shares).
        const mass = state.slice(8).reduce((sum, share) => sum + share, 0);
        expect(Math.log(partial.mass / mass)).toBeCloseTo(want.h, 4);
      }
    });
  });

  gpuTest(
    'stops where it is told to look and the residual is within the tolerance',
    async ({ scope }) => {
      await asAdapter(scope, async (scope) => {
        const host = largeCase(67, 70, 9);
        const { buffers, shape, params } = startLarge(scope, host, { eps: 0.1, iterations: 1 });
        largeOtRows(scope, params, buffers)();
        const residuals = sectionOf(await scope.download(buffers.vectors), shape, 3).x;
        const sum = residuals.reduce((all, r) => all + r, 0);
        const stopped = async (rest: object) => {
          largeOtColumns(scope, { ...params, ...rest }, buffers)();
          return (await scope.download(buffers.state))[0];
        };
        expect(await stopped({ look: 0, tolerance: 1.01 * sum })).toBe(0);
        expect(await stopped({ look: 1, tolerance: 0.99 * sum })).toBe(0);
        expect(await stopped({ look: 1, tolerance: 1.01 * sum })).toBe(1);
      });
    },
  );
});
