import { describe, expect, test } from 'vitest';
import { meanVector, shiftTokens } from './meanShift';

// Texts of 1, 0 and 2 tokens.
const set = {
  vectors: Float32Array.of(1, 10, 3, 30, 5, 20),
  offsets: Uint32Array.of(0, 1, 1, 3),
  dimension: 2,
};

describe('meanVector', () => {
  test('is over tokens, not over texts', () => {
    expect([...meanVector(set, [0, 1, 2])]).toEqual([3, 20]);
    expect([...meanVector(set, [2])]).toEqual([4, 25]);
  });

  test('a text that is named twice counts twice', () => {
    expect([...meanVector(set, [0, 0, 2])]).toEqual([2.5, 17.5]);
  });

  test('no tokens give zeros, not NaN', () => {
    expect([...meanVector(set, [1])]).toEqual([0, 0]);
    expect([...meanVector(set, [])]).toEqual([0, 0]);
  });

  test('sums in float64: a million equal tokens have exactly their value', () => {
    const tokens = 1_000_000;
    const value = Math.fround(0.1);
    const long = {
      vectors: new Float32Array(tokens).fill(value),
      offsets: Uint32Array.of(0, tokens),
      dimension: 1,
    };
    expect(Math.abs(meanVector(long, [0])[0]! - value)).toBeLessThan(1e-11);
  });
});

describe('shiftTokens', () => {
  test('moves every token by to - from, component by component', () => {
    const shifted = shiftTokens(set, Float64Array.of(1, 10), Float64Array.of(0, 100));
    expect([...shifted.vectors]).toEqual([0, 100, 2, 120, 4, 110]);
    expect([shifted.offsets, shifted.dimension]).toEqual([set.offsets, 2]);
    expect(set.vectors[0]).toBe(1);
  });

  test('takes the mean of a language to the English one', () => {
    const from = meanVector(set, [0, 2]);
    const to = Float64Array.of(-7, 0.5);
    expect([...meanVector(shiftTokens(set, from, to), [0, 2])]).toEqual([-7, 0.5]);
  });

  test('equal means move nothing', () => {
    const mean = meanVector(set, [0, 2]);
    expect(shiftTokens(set, mean, mean).vectors).toEqual(set.vectors);
  });
});
