import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageShareAt, maxAtR, rankBiasedExposure } from './exposure';
import { measurePool, type PoolQuery } from './measurePool';

const LANGUAGES = ['de', 'en', 'th'];
const OPTIONS = { k: 2, weights: { 1: 1 }, languages: LANGUAGES };
const at = (language: string, rank: number | null) => ({ language, rank, level: 1 });

describe('exposure', () => {
  it('finds the depth that holds all parallel documents', () => {
    expect([maxAtR([3, 1, 12]), maxAtR([4])]).toEqual([12, 4]);
    expect([maxAtR([]), maxAtR([3, null])]).toEqual([null, null]);
    for (const bad of [0, 1.5, Number.NaN]) expect(() => maxAtR([bad])).toThrow(`got ${bad}`);
  });

  it('shares the first k, or all of a shorter list', () => {
    const list = ['de', 'de', 'th', 'de'];
    expect(languageShareAt(list, LANGUAGES, 1)).toEqual([1, 0, 0]);
    expect(languageShareAt(list, LANGUAGES, 4)).toEqual([0.75, 0, 0.25]);
    expect(languageShareAt(list, LANGUAGES, 100)).toEqual([0.75, 0, 0.25]);
    expect(languageShareAt([], LANGUAGES, 5)).toBeNull();
  });

  it('weighs places by how likely a reader gets there', () => {
    expect(rankBiasedExposure(['de', 'th', 'de'], LANGUAGES, 0.5)).toEqual([5 / 7, 0, 2 / 7]);
    expect(rankBiasedExposure([], LANGUAGES)).toBeNull();
  });

  it('always sums to 1, and favours what stands first', () => {
    const list = fc.array(fc.constantFrom(...LANGUAGES), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(list, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, persistence) => {
        const sum = (shares: number[] | null) => shares!.reduce((a, b) => a + b, 0);
        expect(sum(rankBiasedExposure(list, LANGUAGES, persistence))).toBeCloseTo(1, 12);
        expect(sum(languageShareAt(list, LANGUAGES, 10))).toBeCloseTo(1, 12);
        const sorted = [...list].sort();
        const first = LANGUAGES.indexOf(sorted[0]!);
        const [exposed, shared] = [
          rankBiasedExposure(sorted, LANGUAGES, persistence),
          languageShareAt(sorted, LANGUAGES, sorted.length),
        ];
        expect(exposed![first]!).toBeGreaterThanOrEqual(shared![first]! - 1e-12);
      }),
    );
  });

  it('refuses bad input', () => {
    expect(() => languageShareAt(['fr'], LANGUAGES, 1)).toThrow(
      'rank 1 is in fr, not among de,en,th',
    );
    for (const k of [0, 1.5]) expect(() => languageShareAt([], LANGUAGES, k)).toThrow(`got ${k}`);
    for (const bad of [0, 1, Number.NaN])
      expect(() => rankBiasedExposure([], LANGUAGES, bad)).toThrow('persistence must be in (0, 1)');
  });
});

describe('measurePool', () => {
  const queries: PoolQuery[] = [
    { relevant: [at('de', 1), at('en', 4)], list: ['de', 'de', 'th', 'en'] },
    { relevant: [at('th', 2), at('en', null)], list: ['en', 'th', 'de', 'de'] },
    { relevant: [], list: ['th', 'th', 'en', 'de'] },
  ];

  it('averages each measure over the queries that have it', () => {
    const report = measurePool(queries, { ...OPTIONS, persistence: 0.5 });
    expect(report).toMatchObject({ k: 2, queries: 3, peerDocuments: 2 });
    expect(report.maxAtR).toEqual({ value: 4, queries: 1, perQuery: [4, null, null] });
    expect(report.peer.queries).toBe(2);
    expect(report.peer.perQuery[2]).toBeNull();
    expect(report.peer.value).toBeCloseTo(
      (report.peer.perQuery[0]! + report.peer.perQuery[1]!) / 2,
      14,
    );
    const of = (rows: readonly { language: string; value: number | null }[]) =>
      rows.map(({ value }) => Number(value!.toFixed(12)));
    expect(of(report.share)).toEqual([1 / 3, 1 / 6, 1 / 2].map((x) => Number(x.toFixed(12))));
    expect(report.exposure[0]!.value).toBeCloseTo((12 + 3 + 1) / 15 / 3, 14);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('is null throughout without queries', () => {
    const report = measurePool([], OPTIONS);
    expect(report.peer).toEqual({ value: null, queries: 0, perQuery: [] });
    expect(report.share).toEqual(LANGUAGES.map((language) => ({ language, value: null })));
    expect([report.peerDocuments, report.maxAtR.value]).toEqual([null, null]);
  });

  it('refuses lists that contradict the documents', () => {
    const run = (query: PoolQuery) => () => measurePool([query], OPTIONS);
    expect(run({ relevant: [at('th', 1)], list: ['de', 'th'] })).toThrow(
      'query 0 has a th document at rank 1, where the list has de',
    );
    expect(run({ relevant: [at('fr', 1)], list: ['de'] })).toThrow('document in fr, not among');
    expect(run({ relevant: [at('de', 9)], list: ['de'] })).toThrow(
      'lists 1 documents, fewer than k = 2, but has one at rank 9',
    );
    expect(run({ relevant: [at('de', 1)], list: ['de'] })).not.toThrow();
  });
});
