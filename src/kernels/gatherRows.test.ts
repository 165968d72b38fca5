import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned } from '../gpu/testing';
import { gatherRows } from './gatherRows';
import { gatherRowsCpu } from './gatherRows.cpu';

describe('gatherRows', () => {
  // Around the 256 entries of a workgroup; folded.
  gpuTest.for([
    [1, 1, 1],
    [5, 3, 85],
    [4, 4, 64],
    [3, 257, 1],
    [300, 200, 128],
  ] as const)('copies on [n, k, d] = %j', async ([n, k, d], { scope }) => {
    const x = randomSigned(n * d, 1234);
    const rows = Uint32Array.from({ length: k }, (_, r) => (r * 7919 + 3) % n);
    const inputs = { x: scope.upload(x, [n, d], 'x'), rows: scope.uploadU32(rows, [k], 'rows') };
    const got = await scope.download(gatherRows(scope, inputs));
    expect([...got]).toEqual(gatherRowsCpu(x, rows, d));
  });

  gpuTest('gives zeros for an index out of range', async ({ scope }) => {
    const x = scope.upload(new Float32Array([1, 2, 3, 4]), [2, 2], 'x');
    const rows = scope.uploadU32(new Uint32Array([1, 2, 0xffffffff, 0, 0x80000000]), [5], 'rows');
    const got = await scope.download(gatherRows(scope, { x, rows }));
    expect([...got]).toEqual([3, 4, 0, 0, 0, 0, 1, 2, 0, 0]);
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, rows] = [scope.zeros([2, 3], 'x'), scope.emptyU32([4], 'rows')];
    const out = scope.empty([4, 3], 'out');
    const before = scope.liveBuffers;
    expect(gatherRows(scope, { x, rows, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and an aliased out', ({ scope }) => {
    const [x, rows] = [scope.zeros([2, 3], 'x'), scope.emptyU32([2], 'rows')];
    const wrong = scope.zeros([3], 'wrong');
    expect(() => gatherRows(scope, { x: wrong, rows })).toThrow(ShapeError);
    expect(() => gatherRows(scope, { x, rows: scope.emptyU32([1, 2], 'm') })).toThrow(ShapeError);
    expect(() => gatherRows(scope, { x, rows, out: wrong })).toThrow(ShapeError);
    expect(() => gatherRows(scope, { x, rows, out: x })).toThrow('another tensor than x');
  });
});
