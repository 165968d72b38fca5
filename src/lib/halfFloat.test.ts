import { expect, it } from 'vitest';
import { bfloat16ToFloat32, halfToNumber, nearestHalves, packHalves } from './halfFloat';

it.each([
  [0x0000, 0],
  [0x8000, -0],
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0001, 2 ** -24],
  [0x03ff, 1023 * 2 ** -24],
  [0x0400, 2 ** -14],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('half %i is %f', (bits, value) => {
  expect(halfToNumber(bits)).toBe(value);
});

it('bfloat16 is the upper half of float32', () => {
  const bits = Uint16Array.of(0x3f80, 0xc049, 0x0000, 0x8000, 0xff80, 0x7fc0);
  const values = [1, -3.140625, 0, -0, Number.NEGATIVE_INFINITY, Number.NaN];
  expect([...bfloat16ToFloat32(bits)]).toEqual(values);
});

// [float32, bits of the nearest half], by hand.
const NEAREST = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-65504, 0xfbff],
  [1 + 2 ** -11, 0x3c00], // ties go to the even neighbour: down here,
  [1 + 3 * 2 ** -11, 0x3c02], // up here
  [1 + 2 ** -11 + 2 ** -20, 0x3c01], // just past the tie
  [2 - 2 ** -11, 0x4000], // carries into the exponent
  [2 ** -14, 0x0400], // least normal half
  [2 ** -14 - 2 ** -25, 0x0400], // tie between it and the largest subnormal
  [2 ** -14 - 2 ** -24, 0x03ff],
  [-(2 ** -24), 0x8001], // least half
  [2 ** -25, 0x0000], // tie between it and 0
  [2 ** -25 + 2 ** -40, 0x0001],
  [3 * 2 ** -25, 0x0002], // tie between 1 and 2 steps
  [-(2 ** -149), 0x8000],
] as const;

it.each(NEAREST)('%f becomes half %i', (value, bits) => {
  expect(packHalves(Float32Array.of(value, 1))[0]).toBe(((0x3c00 << 16) | bits) >>> 0);
  expect(packHalves(Float32Array.of(1, value))[0]).toBe(((bits << 16) | 0x3c00) >>> 0);
  expect(nearestHalves(Float32Array.of(value))[0]).toBe(halfToNumber(bits));
});

it('every half stays as it is', () => {
  const finite = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
    (bits) => (bits & 0x7c00) !== 0x7c00,
  );
  const values = Float32Array.from(finite, halfToNumber);
  expect(nearestHalves(values)).toEqual(values);
  expect(new Uint16Array(packHalves(values).buffer)).toEqual(finite);
});

it('refuses what no half is near to', () => {
  for (const value of [65505, -1e30, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => nearestHalves(Float32Array.of(1, value))).toThrow(
      `value 1 is ${Math.fround(value)}, want a finite one of at most 65504`,
    );
  expect(() => packHalves(Float32Array.of(1))).toThrow('found 1 values, want an even number');
});
