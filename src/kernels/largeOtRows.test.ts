import { describe, expect } from 'vitest';
import { gpuTest, worstError } from '../gpu/testing';
import { ADAPTERS } from './adapterTesting';
import { largeOtRows } from './largeOtRows';
import { largeOtRowsCpu } from './largeOtRows.cpu';
import { exponentsOf, largeCase, naturalPotentials, sectionOf, startLarge } from './largeOtTesting';

describe.each(ADAPTERS)('largeOtRows as on a %s adapter', (_, asAdapter) => {
  gpuTest.for([
    [67, 70, 0.1],
    [3, 260, 0.1],
    [130, 5, 0.001],
  ] as const)(
    'updates rows and sums columns by 8 rows, %i x %i, eps %d',
    async ([n, m, eps], { scope }) => {
      await asAdapter(scope, async (scope) => {
        const start = Float32Array.from({ length: n + m }, (_, k) => 0.3 * Math.sin(k));
        const host = { ...largeCase(n, m, 9), start };
        const settings = { eps, iterations: 1 };
        const { buffers, shape, params } = startLarge(scope, host, settings);
        largeOtRows(scope, params, buffers)();
        const vectors = await scope.download(buffers.vectors);
        const exponents = exponentsOf(host, settings);
        const g = start.slice(n).map((value) => value / eps);
        const side = {
          logWeight: new Float64Array(n).fill(-Math.log(n)),
          tau: 1,
          cap: Infinity,
          h: 0,
        };
        const { f } = largeOtRowsCpu(exponents, new Float64Array(n), g, side);
        const bits = sectionOf(vectors, shape, 1);
        const scaling = sectionOf(vectors, shape, 2);
        const got = naturalPotentials(bits.x, scaling.x);
        // Potentials of up to 1.5 / eps; measured 1.3e-7 / eps.
        expect(worstError(got, f)).toBeLessThan(3e-7 / eps + 1e-6);
        const part = await scope.download(buffers.part);
        for (let j = 0; j < m; j++) {
          let sum = 0;
          for (let block = 0; block * 8 * shape.span < shape.rows; block++)
            sum += part[block * shape.columns + j]!;
          let want = 0;
          for (let i = 0; i < n; i++) want += Math.exp(exponents[i * m + j]! + f[i]! + g[j]!);
          expect(Math.abs(sum * scaling.y[j]! - want)).toBeLessThan((1e-6 / eps) * want + 1e-9);
        }
      });
    },
  );

  gpuTest('finds the residual that the update removes', async ({ scope }) => {
    await asAdapter(scope, async (scope) => {
      const host = largeCase(67, 70, 9);
      const settings = { eps: 0.1, iterations: 1 };
      const { buffers, shape, params } = startLarge(scope, host, settings);
      const rows = largeOtRows(scope, params, buffers);
      rows();
      // Other column potentials, so that the rows are no longer right.
      const vectors = await scope.download(buffers.vectors);
      const g = Float64Array.from({ length: 70 }, (_, j) =>
        Math.fround(Math.exp(0.5 * Math.sin(j))),
      );
      vectors.set(g, 2 * (shape.rows + shape.columns) + shape.rows);
      scope.write(buffers.vectors, vectors);
      rows();
      const before = naturalPotentials(
        sectionOf(vectors, shape, 1).x,
        sectionOf(vectors, shape, 2).x,
      );
      const side = {
        logWeight: new Float64Array(67).fill(-Math.log(67)),
        tau: 1,
        cap: Infinity,
        h: 0,
      };
      const want = largeOtRowsCpu(exponentsOf(host, settings), before, g.map(Math.log), side);
      const residuals = sectionOf(await scope.download(buffers.vectors), shape, 3).x;
      expect(want.residual).toBeGreaterThan(0.05);
      expect(Math.abs(residuals.reduce((sum, r) => sum + r, 0) - want.residual)).toBeLessThan(1e-6);
    });
  });

  gpuTest('absorbs scalings beyond 2^24, and only those', async ({ scope }) => {
    await asAdapter(scope, async (scope) => {
      const host = largeCase(67, 70, 9);
      const { buffers, shape, params } = startLarge(scope, host, { eps: 0.01, iterations: 1 });
      const start = await scope.download(buffers.vectors);
      const columns = 2 * (shape.rows + shape.columns) + shape.rows;
      const rows = async (bits: number) => {
        const vectors = start.slice();
        vectors.fill(2 ** -bits, columns, columns + 70);
        scope.write(buffers.vectors, vectors);
        largeOtRows(scope, params, buffers)();
        const after = await scope.download(buffers.vectors);
        return [sectionOf(after, shape, 1).x, sectionOf(after, shape, 2).x] as const;
      };
      // Rows sum to about 2^-bits and weigh 2^-6.
      const [kept, plain] = await rows(26);
      expect(kept).toEqual(sectionOf(start, shape, 1).x);
      const [absorbed, rest] = await rows(36);
      rest.forEach((scaling, i) => {
        expect(Math.abs(Math.log2(scaling))).toBeLessThan(0.51);
        const got = absorbed[i]! + Math.log2(scaling);
        expect(got).toBeCloseTo(kept[i]! + Math.log2(plain[i]!) + 10, 4);
      });
    });
  });

  gpuTest('does nothing once the problem has stopped', async ({ scope }) => {
    await asAdapter(scope, async (scope) => {
      const { buffers, params } = startLarge(scope, largeCase(67, 70, 9), {
        eps: 0.1,
        iterations: 1,
      });
      const state = await scope.download(buffers.state);
      state[0] = 1;
      scope.write(buffers.state, state);
      const before = await scope.download(buffers.vectors);
      largeOtRows(scope, params, buffers)();
      expect(await scope.download(buffers.vectors)).toEqual(before);
      expect((await scope.download(buffers.control))[0]).toBe(0);
    });
  });
});
