import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignmentScores } from './alignmentScores';
import { formatPharaoh, type PharaohLink, parsePharaoh } from './pharaoh';

const PLACE = { file: 'gold.txt', line: 7 };

const anyLink: fc.Arbitrary<PharaohLink> = fc
  .record({
    i: fc.nat(500),
    j: fc.nat(500),
    possible: fc.boolean(),
    score: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined }),
  })
  .map(({ i, j, possible, score }) => ({
    i,
    j,
    ...(possible && { possible: true }),
    ...(score !== undefined && { score: score + 0 }), // text has no -0
  }));

describe('formatPharaoh and parsePharaoh', () => {
  test('sure, possible, scores with either separator', () => {
    const links = parsePharaoh('0-0 1p2 \t 2-1-0.93 3-4:-1e-7\r', PLACE);
    expect(links).toEqual([
      { i: 0, j: 0 },
      { i: 1, j: 2, possible: true },
      { i: 2, j: 1, score: 0.93 },
      { i: 3, j: 4, score: -1e-7 },
    ]);
    expect(formatPharaoh(links, { decimals: 2 })).toBe('0-0 1p2 2-1-0.93 3-4--0.00');
    expect(formatPharaoh(links, { first: 1, separator: ':' })).toBe('1-1 2p3 3-2:0.93 4-5:-1e-7');
  });

  test('an empty line has no links, and no links are an empty line', () => {
    expect(parsePharaoh('', PLACE)).toEqual([]);
    expect(formatPharaoh([])).toBe('');
  });

  test('what is written is read back, from 0 and from 1, with both separators', () => {
    const options = fc.record({
      first: fc.constantFrom(0 as const, 1 as const),
      separator: fc.constantFrom('-' as const, ':' as const),
    });
    void fc.assert(
      fc.property(fc.array(anyLink), options, (links, choice) => {
        expect(parsePharaoh(formatPharaoh(links, choice), PLACE, choice)).toEqual(links);
      }),
    );
  });

  test.each(['0', '0-', '-0-1', '0~1', '0-1-', '0-1-x', '0-1-0.5-2', '1.5-2', '0-1:.5', '٣-1'])(
    '%s is refused by file, line and field',
    (field) => {
      expect(() => parsePharaoh(`0-0 ${field}`, PLACE)).toThrow(
        `gold.txt, line 7, field 2: found "${field}", wanted i-j or ipj`,
      );
    },
  );

  test('0 is refused where words count from 1, and numbers that are none', () => {
    expect(() => parsePharaoh('0-1', PLACE, { first: 1 })).toThrow('words that count from 1');
    expect(() => parsePharaoh(`0-${'9'.repeat(400)}`, PLACE)).toThrow('smaller numbers');
    expect(() => formatPharaoh([{ i: -1, j: 0 }])).toThrow(RangeError);
    expect(() => formatPharaoh([{ i: 0, j: 0, score: Number.NaN }])).toThrow('score of 0-0 is NaN');
  });
});

describe('alignmentScores', () => {
  const links = (text: string) => parsePharaoh(text, PLACE);

  test('a case done by hand: |A| = 4, |S| = 3, 2 sure and 3 possible hits', () => {
    const scores = alignmentScores([
      { links: links('0-0 1-1 2-2'), sure: links('0-0 1-1'), possible: links('2-2 2-1') },
      { links: links('0-1'), sure: links('0-0') },
    ]);
    expect(scores.counts).toEqual({ links: 4, sure: 3, sureHits: 2, possibleHits: 3 });
    expect(scores.precision).toBeCloseTo(3 / 4, 12);
    expect(scores.recall).toBeCloseTo(2 / 3, 12);
    expect(scores.f1).toBeCloseTo(12 / 17, 12);
    expect(scores.aer).toBeCloseTo(1 - 5 / 7, 12);
  });

  test('nothing out of nothing is perfect, nothing where something was wanted is not', () => {
    expect(alignmentScores([])).toMatchObject({ precision: 1, recall: 1, f1: 1, aer: 0 });
    expect(alignmentScores([{ links: [], sure: links('0-0') }])).toMatchObject({ f1: 0, aer: 1 });
    expect(alignmentScores([{ links: links('0-0'), sure: [] }])).toMatchObject({ f1: 0, aer: 1 });
  });

  test('lie in [0, 1]; AER is 1 - F1 where all gold links are sure; doubles count once', () => {
    const some = fc.array(fc.record({ i: fc.nat(4), j: fc.nat(4) }));
    const pair = fc.record({ links: some, sure: some, possible: some });
    void fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 4 }), (pairs) => {
        const { precision, recall, f1, aer } = alignmentScores(pairs);
        for (const score of [precision, recall, f1, aer]) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
        const sureOnly = pairs.map((one) => ({ links: one.links, sure: one.sure }));
        const strict = alignmentScores(sureOnly);
        expect(strict.aer).toBeCloseTo(1 - strict.f1, 12);
        const doubled = sureOnly.map((one) => ({ ...one, links: [...one.links, ...one.links] }));
        expect(alignmentScores(doubled)).toEqual(strict);
      }),
    );
  });
});
