import { describe, expect, test } from 'vitest';
import { applyMap } from './affine';
import { meanShift, meanVector } from './meanShift';

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

describe('meanShift', () => {
  // English texts of one token each; text 2 translates English text 0, text 0 English text 1.
  const englishTokens = {
    vectors: Float32Array.of(-7, 0.5, 1, 2),
    offsets: Uint32Array.of(0, 1, 2),
    dimension: 2,
  };
  const problem = { language: 'de', foreign: set, english: Uint32Array.of(1, 0, 0), englishTokens };
  const pairs = [
    { foreign: 0, english: 1 },
    { foreign: 2, english: 0 },
  ];

  test('takes the mean token of the pairs to the English one', () => {
    const map = meanShift(problem, pairs);
    expect(map.matrix).toBeNull();
    const shifted = applyMap(map, set);
    expect([...meanVector(shifted, [0, 2])]).toEqual([-3, 1.25]);
    expect([shifted.offsets, shifted.dimension]).toEqual([set.offsets, 2]);
    expect(set.vectors[0]).toBe(1);
  });

  test('moves every token alike', () => {
    const { vectors } = applyMap(meanShift(problem, pairs), set);
    expect([...vectors].map((value, k) => value - set.vectors[k]!)).toEqual([
      -6, -18.75, -6, -18.75, -6, -18.75,
    ]);
  });

  test('a language onto itself stays where it is', () => {
    const same = { ...problem, englishTokens: set, english: Uint32Array.of(0, 1, 2) };
    const itself = [0, 2].map((k) => ({ foreign: k, english: k }));
    expect(applyMap(meanShift(same, itself), set).vectors).toEqual(set.vectors);
  });
});
