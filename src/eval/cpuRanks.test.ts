import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePrecision, reciprocalRank, rPrecision, successAt } from './averagePrecision';
import { rankCpu } from './cpuRanks';
import { trecTieOrder } from './tieOrder';

const u32 = (...values: number[]) => Uint32Array.from(values);
const NONE = u32();

/** The naive reference: sort what is ranked, look each document up. */
function ranksBySorting(
  scores: Float32Array,
  relevant: number[],
  excluded: number[],
  ids: string[],
) {
  const order = [...ids.keys()].filter((d) => !excluded.includes(d));
  order.sort(
    (a, b) => scores[b]! - scores[a]! || Buffer.compare(Buffer.from(ids[b]!), Buffer.from(ids[a]!)),
  );
  return relevant.map((document) => order.indexOf(document) + 1);
}

describe('rankCpu', () => {
  it('ranks three documents by hand', () => {
    const { ranks, ties } = rankCpu(Float32Array.of(0.1, 0.9, 0.5), u32(0, 2), NONE, u32(0, 1, 2));
    expect([...ranks]).toEqual([3, 2]);
    expect(ties).toBe(0);
    expect(averagePrecision(ranks)).toBe((1 / 2 + 2 / 3) / 2);
  });

  it('closes the gaps that excluded documents leave, whatever their scores', () => {
    const scores = Float32Array.of(0.9, 0.8, Number.NaN, 0.5);
    expect([...rankCpu(scores, u32(3), u32(0, 2), u32(0, 1, 2, 3)).ranks]).toEqual([2]);
  });

  it('puts the larger docno first among identical scores, which is ids descending for all ties', () => {
    const ids = ['1', '10', '9', '2'];
    const scores = new Float32Array(4).fill(0.25);
    const { ranks, ties, decisiveTies } = rankCpu(scores, u32(0, 1, 2, 3), NONE, trecTieOrder(ids));
    expect([...ranks]).toEqual([4, 3, 1, 2]);
    expect([ties, decisiveTies]).toEqual([4, 0]); // all relevant: no order could matter
  });

  it('calls a tie decisive only when it meets a document that is not relevant', () => {
    const scores = Float32Array.of(0.5, 0.5, 0.7, 0.7, 0.1, 0.1);
    const { ranks, ties, decisiveTies } = rankCpu(
      scores,
      u32(0, 1, 2, 4),
      u32(5),
      u32(0, 1, 2, 3, 4, 5),
    );
    expect([...ranks]).toEqual([3, 4, 1, 5]);
    expect([ties, decisiveTies]).toEqual([3, 1]); // 4 ties with an excluded one only
  });

  it('ties scores that are equal as float32, and +0 with -0', () => {
    const scores = Float32Array.of(1.00000001, 1, 0, -0);
    const { ranks, decisiveTies } = rankCpu(scores, u32(0, 3), NONE, u32(1, 0, 3, 2));
    expect([...ranks]).toEqual([2, 3]);
    expect(decisiveTies).toBe(2);
  });

  it('equals a naive sort on 2,000 random lists full of ties', () => {
    const list = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 24,
    });
    const roles = fc.array(fc.constantFrom('relevant', 'excluded', 'other'), {
      minLength: 24,
      maxLength: 24,
    });
    const levels = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(list, roles, levels, (ids, role, level) => {
        const scores = Float32Array.from(ids, (_, i) => level[i]! / 7);
        const pick = (wanted: string) => [...ids.keys()].filter((i) => role[i] === wanted);
        const [relevant, excluded] = [pick('relevant'), pick('excluded')];
        const got = rankCpu(scores, u32(...relevant), u32(...excluded), trecTieOrder(ids));
        expect([...got.ranks]).toEqual(ranksBySorting(scores, relevant, excluded, ids));
      }),
      { numRuns: 2000, seed: 20_260_101 },
    );
  });

  it('refuses NaN scores, wrong lengths, and indices out of range or listed twice', () => {
    const scores = Float32Array.of(1, Number.NaN);
    expect(() => rankCpu(scores, u32(0), NONE, u32(0, 1))).toThrow('score of document 1 is NaN');
    expect(() => rankCpu(scores, u32(0), u32(1), u32(0))).toThrow('got 1');
    expect(() => rankCpu(scores, u32(2), u32(1), u32(0, 1))).toThrow('document 2 is not below 2');
    expect(() => rankCpu(scores, u32(1), u32(1), u32(0, 1))).toThrow('document 1 is listed twice');
  });
});

// Made once with pytrec_eval-terrier 0.5.11 (measures map, recip_rank, Rprec, success_1) on the lists below.
const TREC = [
  { levels: 2, relevant: [0, 4, 12, 17], map: 0.2621732026143791, rr: 0.25, rprec: 0.25, first: 0 },
  {
    levels: 3,
    relevant: [3, 12, 13, 14, 16, 17, 19],
    map: 0.3620879120879121,
    rr: 0.5,
    rprec: 2 / 7,
    first: 0,
  },
  { levels: 5, relevant: [4, 6, 10, 12, 17], map: 0.5286953242835596, rr: 1, rprec: 0.4, first: 1 },
  {
    levels: 8,
    relevant: [2, 7, 9, 10, 11, 17, 18],
    map: 0.4800453514739229,
    rr: 1 / 3,
    rprec: 4 / 7,
    first: 0,
  },
  { levels: 50, relevant: [2, 9, 14, 16], map: 0.24010058568882098, rr: 1 / 6, rprec: 0, first: 0 },
  { levels: 1000, relevant: [0, 11], map: 0.5625, rr: 1, rprec: 0.5, first: 1 },
];
const IDS = 'd1 d10 d2 d9 D3 é 日 z ａ 😀 d100 a ab B 0 00 - _x d11 d20'.split(' ');

describe('agreement with trec_eval', () => {
  it.each(TREC.map((row, i) => ({ ...row, seed: i + 1 })))(
    'on list $seed, $levels levels',
    (row) => {
      let x = row.seed;
      const scores = Float32Array.from(IDS, () => {
        x = (Math.imul(x, 1_103_515_245) + 12_345) & 0x7fffffff;
        return ((x >> 8) % row.levels) / 7;
      });
      const { ranks } = rankCpu(scores, u32(...row.relevant), NONE, trecTieOrder(IDS));
      expect(Math.abs(averagePrecision(ranks) - row.map)).toBeLessThan(1e-9);
      expect(reciprocalRank(ranks)).toBeCloseTo(row.rr, 12);
      expect(rPrecision(ranks)).toBeCloseTo(row.rprec, 12);
      expect([successAt(ranks, 1), successAt(ranks, 10)]).toEqual([row.first, 1]);
    },
  );
});
