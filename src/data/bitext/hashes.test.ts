import { describe, expect, it } from 'vitest';
import { Rng } from '../../lib';
import { HashSet64 } from './hashSet64';
import { hashPair, hashText } from './hashText';
import { Repeats } from './repeats';

const hashed = (text: string) => {
  const out = new Uint32Array(2);
  hashText(text, out);
  return out;
};

describe('hashText', () => {
  it('has two lanes, each of which repeats no more than chance has it', () => {
    // Birthdays: n² / 2^33 pairs of n texts share 32 bits, Poisson.
    const count = 100_000;
    const expected = count ** 2 / 2 ** 33;
    for (const text of [(at: number) => `${at}`, (at: number) => `the rain ${at} falls`])
      for (const lane of [0, 1]) {
        const seen = new Set<number>();
        for (let at = 0; at < count; at++) seen.add(hashed(text(at))[lane]!);
        expect(count - seen.size).toBeLessThan(expected + 6 * Math.sqrt(expected));
      }
  });

  it('tells apart length, order, NUL and case', () => {
    const texts = ['', '\0', '\0\0', '\0\0\0', 'ab', 'ba', 'abc', 'ab\0', 'Ab', 'aba', 'abab'];
    expect(new Set(texts.map((text) => hashed(text).join())).size).toBe(texts.length);
  });

  it('hashPair is of an ordered pair', () => {
    const out = [new Uint32Array(2), new Uint32Array(2), new Uint32Array(2)] as const;
    hashPair(hashed('a'), hashed('b'), out[0]);
    hashPair(hashed('b'), hashed('a'), out[1]);
    hashPair(hashed('a'), hashed('b'), out[2]);
    expect([...out[0]]).toEqual([...out[2]]);
    expect([...out[0]]).not.toEqual([...out[1]]);
  });
});

describe('HashSet64', () => {
  it('holds what a Set of both halves holds, beyond several doublings', () => {
    const set = new HashSet64(2 ** 16);
    const random = new Rng(1);
    const plain = new Set<string>();
    let wrong = 0;
    for (let at = 0; at < 40_000; at++) {
      // Spread as hashes are, with repeats, and both halves 0 among them.
      const low = Math.imul(random.below(10_000), 0x9e3779b1) >>> 0;
      const high = Math.imul(low + random.below(3), 0x85ebca6b) >>> 0;
      if (set.add(low, high) !== plain.has(`${low || (high ? 0 : 1)} ${high}`)) wrong += 1;
      plain.add(`${low || (high ? 0 : 1)} ${high}`);
    }
    expect(wrong).toBe(0);
    expect(set.size).toBe(plain.size);
    expect(set.isFull).toBe(false);
  });

  it('takes no more once it is full, and still knows what it has', () => {
    const set = new HashSet64(2 ** 12);
    const hash = (at: number) => [at * 7, Math.imul(at, 0x9e3779b1) >>> 0] as const;
    for (let at = 1; at <= 9000; at++) set.add(...hash(at));
    expect(set.size).toBe(3072);
    expect(set.isFull).toBe(true);
    expect(set.add(...hash(1))).toBe(true);
    expect(set.add(...hash(9000))).toBe(false);
    expect(set.size).toBe(3072);
  });

  it.each([0, 1000, 2 ** 12 + 1])('refuses %d slots', (slots) => {
    expect(() => new HashSet64(slots)).toThrow(/^HashSet64: mostSlots must be a power of two/);
  });
});

describe('Repeats', () => {
  it('knows pairs and sides again', () => {
    const repeats = new Repeats();
    const see = (english: string, foreign: string) => repeats.see({ english, foreign });
    expect(see('a', 'x')).toEqual({ pair: false, english: false, foreign: false });
    expect(see('a', 'y')).toEqual({ pair: false, english: true, foreign: false });
    expect(see('b', 'x')).toEqual({ pair: false, english: false, foreign: true });
    expect(see('b', 'y')).toEqual({ pair: false, english: true, foreign: true });
    expect(see('a', 'x')).toEqual({ pair: true, english: true, foreign: true });
    expect(repeats.limits).toBeUndefined();
  });

  it('says how far it looked where it is full', () => {
    const repeats = new Repeats(2 ** 13, 2 ** 12);
    for (let at = 0; at < 9000; at++) repeats.see({ english: `${at}`, foreign: 'x' });
    expect(repeats.limits?.sides).toBe(3072);
    expect(repeats.limits?.pairs).toBeGreaterThan(6000);
  });
});
