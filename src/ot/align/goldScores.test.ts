import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AlignmentScores,
  alignmentScores,
  fAlpha,
  type JudgedAlignment,
} from './alignmentScores';
import { parseGold } from './goldLinks';
import { judgeLinks, parseLinks } from './judgeLinks';
import { type SimalignScores, simalignScores } from './simalignScores';
import { thresholdCurve } from './thresholdCurve';

interface GoldenCase {
  readonly name: string;
  readonly first: 0 | 1;
  readonly gold: string;
  readonly links: string;
  readonly lenient: boolean;
  readonly exact: AlignmentScores;
  readonly fAlpha: readonly (readonly [number, number])[];
  readonly simalign: SimalignScores;
  readonly curve: readonly (AlignmentScores & { readonly tau: number })[];
}

const { cases } = JSON.parse(readFileSync(new URL('golden/aer.json', import.meta.url), 'utf8')) as {
  cases: GoldenCase[];
};

function expectScores(found: AlignmentScores, wanted: AlignmentScores) {
  expect(found.counts).toEqual(wanted.counts);
  for (const name of ['precision', 'recall', 'f1', 'aer'] as const)
    expect(Math.abs(found[name] - wanted[name]), name).toBeLessThan(1e-9);
}

test.each(cases)('tools/oracles/aer.py: $name', (one) => {
  const gold = parseGold('gold', one.gold, { first: one.first });
  const { pairs } = judgeLinks(parseLinks('links', one.links), gold, { lenient: one.lenient });
  const scores = alignmentScores(pairs);
  expectScores(scores, one.exact);
  for (const [alpha, value] of one.fAlpha)
    expect(Math.abs(fAlpha(scores, alpha) - value), `alpha ${alpha}`).toBeLessThan(1e-9);
  expect(simalignScores(scores.counts)).toEqual(one.simalign);
  const curve = thresholdCurve(
    pairs,
    one.curve.map(({ tau }) => tau),
  );
  expect(curve.map(({ tau }) => tau)).toEqual(one.curve.map(({ tau }) => tau));
  curve.forEach((point, at) => {
    expectScores(point, one.curve[at]!);
  });
});

const link = fc.record({ i: fc.nat(4), j: fc.nat(4) });
const links = fc.array(link, { maxLength: 12 });
const pair: fc.Arbitrary<JudgedAlignment> = fc.record({ links, sure: links, possible: links });
const corpus = fc.array(pair, { minLength: 1, maxLength: 4 });

describe('alignmentScores', () => {
  test('a correct link more never lowers recall, nor AER where it is sure', () => {
    void fc.assert(
      fc.property(corpus, (pairs) => {
        const before = alignmentScores(pairs);
        for (const add of pairs[0]!.sure) {
          const more = { ...pairs[0]!, links: [...pairs[0]!.links, add] };
          const after = alignmentScores([more, ...pairs.slice(1)]);
          expect(after.recall).toBeGreaterThanOrEqual(before.recall);
          expect(after.aer).toBeLessThanOrEqual(before.aer + 1e-12);
        }
      }),
    );
  });

  test('a wrong link more never raises precision or recall', () => {
    void fc.assert(
      fc.property(corpus, (pairs) => {
        const before = alignmentScores(pairs);
        const more = { ...pairs[0]!, links: [...pairs[0]!.links, { i: 9, j: 9 }] };
        const after = alignmentScores([more, ...pairs.slice(1)]);
        expect(after.precision).toBeLessThanOrEqual(before.precision);
        expect(after.recall).toBe(before.recall);
      }),
    );
  });

  test('possible links never lower precision and do not touch recall', () => {
    void fc.assert(
      fc.property(corpus, (pairs) => {
        const strict = alignmentScores(pairs.map((one) => ({ ...one, possible: [] })));
        const lenient = alignmentScores(pairs);
        expect(lenient.precision).toBeGreaterThanOrEqual(strict.precision);
        expect(lenient.recall).toBe(strict.recall);
        expect(lenient.aer).toBeLessThanOrEqual(strict.aer);
      }),
    );
  });
});

describe('fAlpha', () => {
  test('lies between precision and recall, and is F1 at one half', () => {
    void fc.assert(
      fc.property(corpus, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, alpha) => {
        const scores = alignmentScores(pairs);
        const { precision, recall, f1 } = scores;
        const value = fAlpha(scores, alpha);
        expect(value).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-12);
        if (precision > 0 && recall > 0)
          expect(value).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-12);
        expect(fAlpha(scores, 0.5)).toBeCloseTo(f1, 12);
      }),
    );
  });

  test.each([-0.1, 1.1, Number.NaN])('alpha %d is refused', (alpha) => {
    expect(() => fAlpha({ precision: 1, recall: 1 }, alpha)).toThrow(/alpha must be within/);
  });
});

describe('thresholdCurve', () => {
  const scoredLinks = fc.array(
    fc.record({ i: fc.nat(4), j: fc.nat(4), score: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxLength: 12 },
  );
  const scored = fc.array(fc.record({ links: scoredLinks, sure: links, possible: links }));

  test('each point is alignmentScores of the links that are left', () => {
    void fc.assert(
      fc.property(scored, (pairs) => {
        for (const { tau, ...scores } of thresholdCurve(pairs)) {
          const left = pairs.map((one) => ({
            ...one,
            links: one.links.filter(({ score }) => score >= tau),
          }));
          expect(scores).toEqual(alignmentScores(left));
        }
      }),
    );
  });

  test('recall falls with tau; the lowest score keeps all links', () => {
    void fc.assert(
      fc.property(scored, (pairs) => {
        const curve = thresholdCurve(pairs);
        curve.slice(1).forEach(({ recall, tau }, at) => {
          expect(recall).toBeLessThanOrEqual(curve[at]!.recall);
          expect(tau).toBeGreaterThan(curve[at]!.tau);
        });
        const { tau: _, ...all } = curve[0] ?? { tau: 0, ...alignmentScores(pairs) };
        expect(all).toEqual(alignmentScores(pairs));
      }),
    );
  });

  test('101 of many scores, first and last among them', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ i, j: 0, score: i / 1000 }));
    const curve = thresholdCurve([{ links: many, sure: [{ i: 999, j: 0 }] }]);
    expect(curve).toHaveLength(101);
    expect(curve[0]).toMatchObject({ tau: 0, precision: 0.001, recall: 1 });
    expect(curve.at(-1)).toMatchObject({ tau: 0.999, precision: 1, recall: 1 });
  });

  test('links without scores and odd thresholds are refused', () => {
    const pairs = [{ links: [{ i: 0, j: 1 }], sure: [] }];
    expect(() => thresholdCurve(pairs)).toThrow('link 0-1 of pair 0 has no score');
    expect(() => thresholdCurve([], [Number.NaN])).toThrow('tau must be finite, got NaN');
  });
});
