import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned } from '../gpu/testing';
import { packHalf } from './packHalf';
import { halfBits, nearestHalf, packHalfCpu } from './packHalf.cpu';

// [float32, bits of the nearest half], by hand.
const KNOWN = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519, 0x7bff], // would round to 65504
  [65520, 0x7bff], // a tie between 65504 and what would be infinity
  [-1e30, 0xfbff], // saturated
  [3.4028234663852886e38, 0x7bff],
  [1 + 2 ** -11, 0x3c00], // ties go to the even neighbour: down here,
  [1 + 3 * 2 ** -11, 0x3c02], // up here
  [1 + 2 ** -11 + 2 ** -20, 0x3c01], // just past the tie
  [2 - 2 ** -11, 0x4000], // carries into the exponent
  [2 ** -14, 0x0400], // least normal half
  [2 ** -14 - 2 ** -25, 0x0400], // tie between it and the largest subnormal
  [2 ** -14 - 2 ** -24, 0x03ff],
  [2 ** -24, 0x0001], // least half
  [2 ** -25, 0x0000], // tie between it and 0
  [2 ** -25 + 2 ** -40, 0x0001],
  [3 * 2 ** -25, 0x0002], // tie between 1 and 2 steps
  [2 ** -126, 0x0000],
  [-(2 ** -149), 0x8000],
] as const;

describe('packHalf', () => {
  test('the twin knows the halves known by hand', () => {
    for (const [value, bits] of KNOWN) expect(halfBits(nearestHalf(value)), `${value}`).toBe(bits);
  });

  gpuTest('gives the halves known by hand', async ({ scope }) => {
    const values = Float32Array.from(KNOWN, ([value]) => value);
    const x = scope.upload(values, [values.length / 2, 2], 'x');
    const got = await scope.download(packHalf(scope, x));
    const halves = [...got].flatMap((word) => [word & 0xffff, word >>> 16]);
    KNOWN.forEach(([value, bits], at) => {
      // A device may flush a subnormal float32 to zero, sign included; to half precision it is one.
      const want = Math.abs(value) < 2 ** -126 ? 0 : bits;
      expect(halves[at]! & (want === 0 ? 0x7fff : 0xffff), `${value}`).toBe(want);
    });
  });

  // Around the 256 words of a workgroup; folded. Magnitudes from 2^-28 to 2^18.
  gpuTest.for([
    [1, 2],
    [3, 4],
    [2, 256],
    [1, 514],
    [200, 384],
  ] as const)('equals the twin bit for bit on [N, d] = %j', async ([n, d], { scope }) => {
    const values = randomSigned(n * d, 4321).map((v, at) => v * 2 ** ((at % 47) - 28));
    const got = await scope.download(packHalf(scope, scope.upload(values, [n, d], 'x')));
    expect([...got]).toEqual([...packHalfCpu(values)]);
  });

  gpuTest('writes into out and allocates nothing else', ({ scope }) => {
    const [x, out] = [scope.zeros([3, 4], 'x'), scope.emptyU32([3, 2], 'out')];
    const before = scope.liveBuffers;
    expect(packHalf(scope, x, out)).toBe(out);
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses an odd d, a vector and a wrong out', ({ scope }) => {
    const x = scope.zeros([3, 4], 'x');
    expect(() => packHalf(scope, scope.zeros([2, 3], 'odd'))).toThrow(ShapeError);
    expect(() => packHalf(scope, scope.zeros([6], 'vector'))).toThrow(ShapeError);
    expect(() => packHalf(scope, x, scope.emptyU32([3, 4], 'wide'))).toThrow(ShapeError);
  });
});
