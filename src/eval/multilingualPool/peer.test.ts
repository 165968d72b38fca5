import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../lib';
import golden from './golden.json';
import { kruskalWallis } from './kruskalWallis';
import { type PoolDocument, peer } from './peer';

const near = (got: number, want: number) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 * Math.abs(want));
const at = (language: string, rank: number | null, level = 1): PoolDocument => ({
  language,
  rank,
  level,
});
const ONE = { 1: 1 };

describe('kruskalWallis', () => {
  it.each(golden.kruskal)('agrees with SciPy, ties corrected', ({ groups, h, p }) => {
    const got = kruskalWallis(groups)!;
    near(got.h, h);
    near(got.p, p);
    expect(got.df).toBe(groups.length - 1);
  });

  it('has nothing to test in one group or among equals', () => {
    expect(kruskalWallis([])).toBeNull();
    expect(kruskalWallis([[1, 2, 3], []])).toBeNull();
    expect(kruskalWallis([[0.1, 0.1], [0.1]])).toBeNull();
    expect(kruskalWallis([[1, 2], [], [3]])!.df).toBe(1);
    expect(() => kruskalWallis([[1], [Number.NaN]])).toThrow('value 1 is NaN');
    expect(() => kruskalWallis([[1 / 0], [2]])).toThrow('value 0 is Infinity');
  });
});

describe('peer', () => {
  it.each(golden.peer)('agrees with peer_measure and the definition', (query) => {
    const weights = golden.weights;
    near(peer(query.documents, { k: query.k, weights, asPackage: true })!.value, query.peer);
    near(peer(query.documents, { k: query.k, weights })!.value, query.peerTail);
  });

  it('is 1 for one language, and when the first k hold nothing', () => {
    expect(peer([at('de', 1), at('de', 5)], { k: 3, weights: ONE })!.value).toBe(1);
    expect(peer([at('de', 7), at('th', null)], { k: 3, weights: ONE })).toEqual({
      value: 1,
      levels: [{ level: 1, weight: 1, documents: 2, retrieved: 0, languages: 2, h: null, p: 1 }],
    });
  });

  it('falls as one language sinks, and shows how many documents stand behind it', () => {
    const mixed = Array.from({ length: 20 }, (_, i) => at(i % 2 ? 'de' : 'th', i + 1));
    const split = Array.from({ length: 20 }, (_, i) => at(i < 10 ? 'de' : 'th', i + 1));
    const of = (documents: PoolDocument[]) => peer(documents, { k: 20, weights: ONE })!;
    expect(of(mixed).value).toBeGreaterThan(0.6);
    expect(of(split).value).toBeLessThan(0.001);
    expect(of(split).levels[0]).toMatchObject({ documents: 20, retrieved: 20, languages: 2 });
  });

  it('puts what was not retrieved behind what was, unlike the package', () => {
    // Ranks 8 and 9 of two found, a third missed: the package ranks the miss at 3 + 1 = 4, before both.
    const documents = [at('de', 8), at('de', 9), at('th', null)];
    const mean = (tail: number) => (8 + 9 + tail) / 3;
    const h = (tail: number) => {
      const all = [8, 9, tail].reduce((sum, rank) => sum + (rank - mean(tail)) ** 2, 0);
      return (2 * (2 * (8.5 - mean(tail)) ** 2 + (tail - mean(tail)) ** 2)) / all;
    };
    near(peer(documents, { k: 50, weights: ONE })!.levels[0]!.h!, h(51));
    near(peer(documents, { k: 50, weights: ONE, asPackage: true })!.levels[0]!.h!, h(4));
  });

  it('shares the weight of an absent level, which the package counts as 0', () => {
    const documents = [at('de', 1, 2), at('de', 2, 2)];
    const weights = { 1: 0.25, 2: 0.75 };
    expect(peer(documents, { k: 5, weights })!.value).toBe(1);
    expect(peer(documents, { k: 5, weights, asPackage: true })!.value).toBe(0.75);
  });

  it('has no value without a document of a weighted level', () => {
    expect(peer([], { k: 5, weights: ONE })).toBeNull();
    expect(peer([at('de', 1, 3)], { k: 5, weights: ONE })).toBeNull();
  });

  it('is uniform where all orders are equally likely', () => {
    const rng = new Rng(12);
    const places = Array.from({ length: 60 }, (_, i) => i + 1);
    let below = 0;
    for (let trial = 0; trial < 2000; trial++) {
      rng.shuffle(places);
      const documents = places.map((rank, i) => at(['de', 'fr', 'th'][i % 3]!, rank));
      if (peer(documents, { k: 60, weights: ONE })!.value < 0.2) below++;
    }
    expect(Math.abs(below / 2000 - 0.2)).toBeLessThan(0.04); // four standard errors
  });

  it('lies in [0, 1] whatever the documents and their order', () => {
    const document = fc.record({
      language: fc.constantFrom('de', 'fr', 'th'),
      rank: fc.option(fc.integer({ min: 1, max: 99 })),
      level: fc.integer({ min: 1, max: 3 }),
    });
    const documents = fc
      .array(document, { minLength: 1, maxLength: 25 })
      .map((all) =>
        all.filter(
          (one, i) => one.rank === null || all.findIndex((o) => o.rank === one.rank) === i,
        ),
      );
    const weights = { 1: 0.2, 2: 0.3, 3: 0.5 };
    fc.assert(
      fc.property(
        documents,
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        (all, k, asPackage) => {
          const { value } = peer(all, { k, weights, asPackage })!;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          const back = peer([...all].reverse(), { k, weights, asPackage })!.value;
          expect(Math.abs(back - value)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('refuses bad input', () => {
    const bad = (document: PoolDocument) => () => peer([document], { k: 5, weights: ONE });
    for (const rank of [0, 1.5, Number.NaN, 1 / 0])
      expect(bad(at('de', rank))).toThrow(`1 or null, got ${rank}`);
    for (const level of [0, -1, Number.NaN])
      expect(bad(at('de', 1, level))).toThrow(
        `levels must be integers of at least 1, got ${level}`,
      );
    expect(() => peer([at('de', 2), at('th', 2)], { k: 5, weights: ONE })).toThrow(
      '2 occurs twice',
    );
    for (const k of [0, 2.5]) expect(() => peer([], { k, weights: ONE })).toThrow(`got ${k}`);
    const wrong: Record<number, number>[] = [{}, { 1: 0.5 }, { 1: -1, 2: 2 }, { 1: Number.NaN }];
    for (const weights of wrong)
      expect(() => peer([], { k: 5, weights })).toThrow('at least 0 and sum to 1');
  });
});
