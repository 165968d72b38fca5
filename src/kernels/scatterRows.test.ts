import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned } from '../gpu/testing';
import { gatherRows } from './gatherRows';
import { scatterRows } from './scatterRows';
import { scatterRowsCpu } from './scatterRows.cpu';

describe('scatterRows', () => {
  // Around the 256 entries of a workgroup; folded. 7919 is prime to every n, so no row is named twice.
  gpuTest.for([
    [1, 1, 1],
    [85, 5, 3],
    [64, 4, 4],
    [300, 257, 1],
    [300, 200, 128],
  ] as const)('copies on [n, k, d] = %j', async ([n, k, d], { scope }) => {
    const [x, before] = [randomSigned(k * d, 1234), randomSigned(n * d, 98_765_432)];
    const rows = Uint32Array.from({ length: k }, (_, r) => (r * 7919 + 3) % n);
    const out = scope.upload(before, [n, d], 'out');
    const places = scope.uploadU32(rows, [k], 'rows');
    scatterRows(scope, { x: scope.upload(x, [k, d], 'x'), rows: places, out });
    expect([...(await scope.download(out))]).toEqual([...scatterRowsCpu(x, rows, before, d)]);
    expect([...(await scope.download(gatherRows(scope, { x: out, rows: places })))]).toEqual([
      ...x,
    ]);
  });

  gpuTest('leaves out an index out of range and every row not named', async ({ scope }) => {
    const x = scope.upload(new Float32Array([1, 2, 3, 4, 5, 6]), [3, 2], 'x');
    const rows = scope.uploadU32(new Uint32Array([2, 3, 0xffffffff]), [3], 'rows');
    const out = scope.upload(new Float32Array([7, 7, 8, 8, 9, 9]), [3, 2], 'out');
    expect(scatterRows(scope, { x, rows, out })).toBe(out);
    expect([...(await scope.download(out))]).toEqual([7, 7, 8, 8, 1, 2]);
  });

  gpuTest('allocates nothing, refuses wrong shapes and an aliased out', ({ scope }) => {
    const [x, rows] = [scope.zeros([2, 3], 'x'), scope.emptyU32([2], 'rows')];
    const out = scope.zeros([5, 3], 'out');
    const before = scope.liveBuffers;
    scatterRows(scope, { x, rows, out });
    expect(scope.liveBuffers).toBe(before);
    const wrong = scope.zeros([3], 'wrong');
    expect(() => scatterRows(scope, { x: wrong, rows, out })).toThrow(ShapeError);
    expect(() => scatterRows(scope, { x, rows: scope.emptyU32([1], 'r'), out })).toThrow(
      ShapeError,
    );
    expect(() => scatterRows(scope, { x, rows, out: wrong })).toThrow(ShapeError);
    expect(() => scatterRows(scope, { x, rows, out: x })).toThrow('another tensor than x');
  });
});
