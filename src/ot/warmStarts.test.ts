import { expect } from 'vitest';
import { gpuTest, randomSigned } from '../gpu/testing';
import { raggedBatch, raggedLayout, readStatus } from '../kernels';
import { solveOt } from './solveOt';
import { WarmStarts } from './warmStarts';

const [NS, MS, D] = [[4, 7, 2], [6, 3, 5], 8] as const;

gpuTest('a pair that comes back starts where it ended, in any order', async ({ scope }) => {
  const all = raggedLayout(NS, MS);
  const [x, y] = [randomSigned(all.rows * D, 3), randomSigned(all.columns * D, 66_601)];
  const store = new WarmStarts(scope, NS, MS);
  const visit = async (pairs: readonly number[]) => {
    const rows = (side: 0 | 1) => pairs.flatMap((pair) => rowsOf(all.problems, side, pair));
    const take = (tokens: Float32Array, side: 0 | 1) =>
      Float32Array.from(rows(side).flatMap((row) => [...tokens.slice(row * D, row * D + D)]));
    const [ns, ms] = [pairs.map((pair) => NS[pair]!), pairs.map((pair) => MS[pair]!)];
    const [xs, ys] = [take(x, 0), take(y, 1)];
    const problem = {
      x: scope.upload(xs, [xs.length / D, D], 'x'),
      y: scope.upload(ys, [ys.length / D, D], 'y'),
      batch: raggedBatch(scope, ns, ms),
      start: store.start(scope, pairs),
    };
    const settings = { eps: 0.05, iterations: 400, tolerance: 1e-5 };
    const { status, potentials } = solveOt(scope, problem, settings);
    store.keep(scope, pairs, potentials);
    const found = await scope.download(status);
    return pairs.map((_, b) => readStatus(found, b).iterations);
  };
  const [first] = [await visit([2, 0])];
  expect(Math.min(...first!)).toBeGreaterThan(4);
  const second = await visit([0, 1, 2]); // 1 is new
  expect([second[0], second[2]]).toEqual([4, 4]);
  expect(second[1]).toBeGreaterThan(4);
  expect(await visit([1])).toEqual([4]);
  expect(() => store.start(scope, [0, 3])).toThrow('there is no pair 3, there are 3');
});

function rowsOf(problems: Uint32Array, side: 0 | 1, pair: number): number[] {
  const [start, count] = [problems[4 * pair + side]!, problems[4 * pair + 2 + side]!];
  return Array.from({ length: count }, (_, k) => start + k);
}
