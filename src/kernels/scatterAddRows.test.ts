import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { scatterAddRows, scatterPlan } from './scatterAddRows';
import { scatterAddRowsCpu } from './scatterAddRows.cpu';

function upload(scope: Scope, rows: Uint32Array, n: number) {
  const plan = scatterPlan(rows, n);
  const put = (values: Uint32Array<ArrayBuffer>) => scope.uploadU32(values, [values.length], 'u32');
  return {
    targets: put(plan.targets),
    offsets: put(plan.offsets),
    sources: put(plan.sources),
  };
}

test('a plan groups sources by target and leaves rows past the end out', () => {
  expect(scatterPlan(Uint32Array.of(3, 0, 9, 3, 10, 0), 10)).toEqual({
    targets: Uint32Array.of(3, 0, 9),
    offsets: Uint32Array.of(0, 2, 4, 5),
    sources: Uint32Array.of(0, 3, 1, 5, 2),
  });
  expect(scatterPlan(new Uint32Array(0), 10).offsets).toEqual(Uint32Array.of(0));
});

describe('scatterAddRows', () => {
  // [rows of x, rows of into, columns, distinct targets]; 500 sources pass the partial sums of 128.
  gpuTest.for([
    [1, 1, 1, 1],
    [500, 3, 5, 1],
    [400, 37, 33, 40],
    [3000, 700, 3, 700],
    [0, 4, 4, 1],
  ] as const)('matches float64 on %j', async ([k, n, d, targets], { scope }) => {
    const rows = Uint32Array.from(randomSigned(k, 31337), (r) => Math.floor(Math.abs(r) * targets));
    const [x, from] = [randomSigned(k * d, 1234), randomSigned(n * d, 987654321)];
    const want = Float64Array.from(from);
    scatterAddRowsCpu(x, rows, want, d);
    const into = scope.upload(from, [n, d], 'into');
    const plan = upload(scope, rows, n);
    scatterAddRows(scope, { x: scope.upload(x, [k, d], 'x'), plan, into });
    expect(worstError(await scope.download(into), want)).toBeLessThan(1.2e-5); // measured 5.7e-6
  });

  gpuTest('adds each source once and leaves other rows alone', async ({ scope }) => {
    const rows = Uint32Array.of(2, 0, 2, 4, 2);
    const x = scope.upload(Float32Array.of(1, 10, 100, 1000, 3e38), [5, 1], 'x');
    const into = scope.upload(Float32Array.of(5, 5, 5, 5), [4, 1], 'into');
    scatterAddRows(scope, { x, plan: upload(scope, rows, 4), into });
    expect([...(await scope.download(into))]).toEqual([15, 5, Math.fround(3e38), 5]);
  });

  gpuTest('refuses wrong shapes and itself; allocates nothing', ({ scope }) => {
    const [x, into] = [scope.zeros([2, 3], 'x'), scope.zeros([4, 3], 'into')];
    const plan = upload(scope, Uint32Array.of(1, 1), 4);
    const before = scope.liveBuffers;
    scatterAddRows(scope, { x, plan, into });
    expect(scope.liveBuffers).toBe(before);
    const run = (change: object) => () => scatterAddRows(scope, { x, plan, into, ...change });
    expect(run({ x: scope.zeros([2, 2], 'narrow') })).toThrow(ShapeError);
    expect(run({ x: scope.zeros([1, 3], 'short') })).toThrow(ShapeError);
    expect(run({ plan: { ...plan, offsets: plan.sources } })).not.toThrow(); // two of each here
    expect(run({ plan: { ...plan, offsets: plan.targets } })).toThrow(ShapeError);
    expect(run({ into: x })).toThrow('another tensor than x');
  });
});
