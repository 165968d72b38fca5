import { expect, test } from 'vitest';
import {
  attentionDropoutIndex,
  dropoutKeeps,
  dropoutStream,
  dropoutThreshold,
  mix32,
} from './dropoutHash';

// The same hash with exact integers, as the comment states it.
function exactMix(value: bigint): bigint {
  const M = (1n << 32n) - 1n;
  let x = value & M;
  x ^= x >> 16n;
  x = (x * 0x7feb352dn) & M;
  x ^= x >> 15n;
  x = (x * 0x846ca68bn) & M;
  return x ^ (x >> 16n);
}

test('mix32 is u32 arithmetic', () => {
  for (const value of [0, 1, 2, 12345, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 0x9e3779b9])
    expect(mix32(value)).toBe(Number(exactMix(BigInt(value))));
  expect(dropoutStream(2 ** 32 - 1)).toBe(Number(exactMix(0x9e3779b8n)));
});

test.each([0, 0.1, 0.5, 0.9])('rate %d drops that share of entries for any seed', (rate) => {
  const threshold = dropoutThreshold(rate);
  for (const seed of [0, 1, 2, 977, 2 ** 32 - 1]) {
    const stream = dropoutStream(seed);
    let [dropped, together] = [0, 0];
    const other = dropoutStream(seed + 1);
    for (let index = 0; index < 20_000; index++) {
      const gone = !dropoutKeeps(index, stream, threshold);
      dropped += Number(gone);
      together += Number(gone && !dropoutKeeps(index, other, threshold));
    }
    // Five standard deviations of a binomial share.
    const noise = (p: number) => 5 * Math.sqrt((p * (1 - p)) / 20_000);
    expect(Math.abs(dropped / 20_000 - rate)).toBeLessThanOrEqual(noise(rate));
    expect(Math.abs(together / 20_000 - rate ** 2)).toBeLessThanOrEqual(noise(rate ** 2));
  }
});

test('refuses rates that drop everything or nothing sensible', () => {
  for (const rate of [1, -0.1, Number.NaN, 2])
    expect(() => dropoutThreshold(rate)).toThrow('dropout: rate must be in [0, 1)');
});

test('attention probabilities get numbers of their own, modulo 2^32', () => {
  expect(attentionDropoutIndex(0, 12, 0, 5)).toBe(5);
  expect(attentionDropoutIndex(3, 12, 7, 5)).toBe((3 * 12 + 7) * 1024 + 5);
  expect(attentionDropoutIndex(400_000, 12, 7, 5)).toBe(((400_000 * 12 + 7) * 1024 + 5) % 2 ** 32);
});
