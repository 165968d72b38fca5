import { expect, it } from 'vitest';
import { bfloat16ToFloat32, halfToNumber } from './halfFloat';

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
