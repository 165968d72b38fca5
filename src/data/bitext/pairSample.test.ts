import { describe, expect, it } from 'vitest';
import { Rng } from '../../lib';
import { PairPages } from './pairPages';
import { PairSample } from './pairSample';
import { Reservoir } from './reservoir';

describe('Reservoir', () => {
  it('keeps every item equally often, in order', () => {
    const counts = new Float64Array(20);
    let isInOrder = true;
    for (let seed = 0; seed < 800; seed++) {
      const reservoir = new Reservoir(5, seed, 'x');
      const items: number[] = [];
      for (let at = 0; at < 20; at++) {
        const place = reservoir.offer();
        if (place !== undefined) items[place] = at;
      }
      const kept = reservoir.places().map((place) => items[place]!);
      expect(kept).toHaveLength(5);
      isInOrder &&= kept.every((item, at) => at === 0 || item > kept[at - 1]!);
      for (const item of kept) counts[item]! += 1;
    }
    expect(isInOrder).toBe(true);
    // Binomial: 200 ± 12 each.
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(12 * 5);
  });

  it.each([0, 1.5, NaN])('refuses to keep %d', (most) => {
    expect(() => new Reservoir(most, 1, 'x')).toThrow(/^Reservoir: most must be an integer/);
  });
});

describe('PairPages', () => {
  it('gives back what was put last, of any length and script', () => {
    const pages = new PairPages();
    const random = new Rng(3);
    const text = () =>
      Array.from({ length: random.below(90) }, () => ['a', 'é', 'ก', '😀', '\0'][random.below(5)])
        .join('')
        .repeat(random.below(400) === 0 ? 4000 : 1);
    const wanted: { english: string; foreign: string }[] = [];
    for (let at = 0; at < 6000; at++) {
      const place = at < 500 ? at : random.below(500);
      const pair = { english: text(), foreign: text() };
      pages.set(place, pair);
      wanted[place] = pair;
    }
    expect(wanted.map((_, place) => pages.get(place))).toEqual(wanted);
    expect(() => pages.get(500)).toThrow('PairPages: there is no pair 500');
  });

  it('uses the room of what was replaced', () => {
    const pages = new PairPages();
    const random = new Rng(4);
    const pair = () => ({ english: 'x'.repeat(30 + random.below(60)), foreign: 'y'.repeat(60) });
    for (let place = 0; place < 10_000; place++) pages.set(place, pair());
    const before = pages.bytes;
    for (let at = 0; at < 100_000; at++) pages.set(random.below(10_000), pair());
    expect(before).toBeLessThan(2.2e6);
    expect(pages.bytes).toBeLessThan(1.2 * before);
  });
});

describe('PairSample', () => {
  it('remembers where each pair is from', () => {
    const sample = new PairSample<string>(50, 1, 'sw');
    for (let at = 0; at < 2000; at++)
      sample.offer(at < 1000 ? 'first' : 'second', { english: `e${at}`, foreign: `f${at}` });
    const items = [...sample.items()];
    const numbers = items.map(({ pair }) => Number(pair.english.slice(1)));
    expect(items).toHaveLength(50);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    for (const [k, { of, pair }] of items.entries()) {
      expect(pair.foreign).toBe(`f${numbers[k]}`);
      expect(of).toBe(numbers[k]! < 1000 ? 'first' : 'second');
    }
  });
});
