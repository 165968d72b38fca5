import { describe, expect } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { stridedMatmul } from './stridedMatmul';
import { matmulCpu, transposeCpu } from './stridedMatmul.cpu';

const plain = (inner: number, m: number) => ({ aRow: inner, aInner: 1, bInner: m, bColumn: 1 });

describe('stridedMatmul', () => {
  // Around one workgroup of 64 outputs, around one partial sum of 128 terms, and folded.
  describe.each([
    [1, 1, 1],
    [7, 127, 9],
    [8, 128, 8],
    [5, 129, 13],
    [100, 3, 71],
    [2, 1100, 3],
  ] as const)('on [%i, %i] by m = %i', (n, inner, m) => {
    const [a, b] = [randomSigned(n * inner, 1234), randomSigned(inner * m, 987654321)];
    const want = matmulCpu(a, b, [n, inner, m]);

    gpuTest('matches float64', async ({ scope }) => {
      const out = stridedMatmul(scope, { ...upload(scope, a, b, n, m), ...plain(inner, m), inner });
      expect(worstError(await scope.download(out), want)).toBeLessThan(1.2e-5); // measured 5.8e-6
    });

    gpuTest('walks transposed inputs by their strides', async ({ scope }) => {
      const turned = upload(scope, transposeCpu(a, n, inner), transposeCpu(b, inner, m), n, m);
      const strides = { aRow: 1, aInner: n, bInner: 1, bColumn: inner };
      const out = stridedMatmul(scope, { ...turned, ...strides, inner });
      expect(worstError(await scope.download(out), want)).toBeLessThan(1.2e-5); // measured 5.8e-6
    });
  });

  gpuTest('gives bias + addend where there is nothing to sum', async ({ scope }) => {
    const empty = upload(scope, new Float32Array(0), new Float32Array(0), 2, 3);
    const bias = scope.upload(new Float32Array([1, 2, 3]), [3], 'bias');
    const addend = scope.upload(new Float32Array([0, 0, 0, 10, 10, 10]), [2, 3], 'addend');
    const out = stridedMatmul(scope, { ...empty, ...plain(0, 3), inner: 0, bias, addend });
    expect([...(await scope.download(out))]).toEqual([1, 2, 3, 11, 12, 13]);
  });

  gpuTest('adds to out where told to', async ({ scope }) => {
    const inputs = upload(scope, Float32Array.of(1, 2), Float32Array.of(3, 4), 1, 1);
    const bias = scope.upload(Float32Array.of(100), [1], 'bias');
    const call = { ...inputs, ...plain(2, 1), inner: 2, bias };
    scope.write(inputs.out, Float32Array.of(1000));
    stridedMatmul(scope, { ...call, accumulate: true });
    expect([...(await scope.download(inputs.out))]).toEqual([1111]);
    stridedMatmul(scope, call);
    expect([...(await scope.download(inputs.out))]).toEqual([111]);
  });

  gpuTest('keeps small terms beside one huge one', async ({ scope }) => {
    const inner = 384;
    const a = new Float32Array(inner).fill(1);
    const b = new Float32Array(inner).fill(1);
    [b[0], b[383]] = [2 ** 24, -(2 ** 24)]; // one accumulator would round every 1 away or up
    const out = stridedMatmul(scope, { ...upload(scope, a, b, 1, 1), ...plain(inner, 1), inner });
    const [sum] = await scope.download(out);
    expect(Math.abs(sum! - 382)).toBeLessThanOrEqual(256); // the two huge terms each spoil 128
  });

  gpuTest('allocates nothing', ({ scope }) => {
    const inputs = upload(scope, randomSigned(4, 1), randomSigned(4, 2), 2, 2);
    const before = scope.liveBuffers;
    expect(stridedMatmul(scope, { ...inputs, ...plain(2, 2), inner: 2 })).toBe(inputs.out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes, strides out of reach and an aliased out', ({ scope }) => {
    const inputs = { ...upload(scope, randomSigned(4, 1), randomSigned(4, 2), 2, 2), inner: 2 };
    const three = scope.zeros([3], 'three');
    const run = (change: object) => () =>
      stridedMatmul(scope, { ...inputs, ...plain(2, 2), ...change });
    expect(run({ bias: three })).toThrow(ShapeError);
    expect(run({ addend: three })).toThrow(ShapeError);
    expect(run({ out: three })).toThrow(ShapeError);
    expect(run({ aRow: 3 })).toThrow('strides reach entry 4 of a');
    expect(run({ bColumn: 2 })).toThrow('strides reach entry 4 of b');
    expect(
      run({ out: scope.zeros([2, 2], 'y'), addend: undefined, bias: undefined }),
    ).not.toThrow();
    const square = scope.zeros([2, 2], 'square');
    expect(run({ out: square, addend: square })).toThrow('another tensor than addend');
  });
});

function upload(scope: Scope, a: Float32Array, b: Float32Array, n: number, m: number) {
  return {
    a: scope.upload(a, [a.length], 'a'),
    b: scope.upload(b, [b.length], 'b'),
    out: scope.empty([n, m], 'out'),
  };
}
