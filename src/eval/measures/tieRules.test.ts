import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankCpu } from '../cpuRanks';
import { trecTieOrder } from '../tieOrder';
import { parseMeasure } from './parseMeasure';
import { rankTied } from './rankTied';
import { everyOrder, type NaiveQuery, naive, naiveOrder, queries } from './testing';
import { evaluateTied, TIE_RULES, type TieRule } from './tieRules';

const FORMS: [text: string, name: string, level?: number, k?: number][] = [
  ['AP', 'AP'],
  ['AP@4', 'AP', 1, 4],
  ['AP(rel=2)', 'AP', 2],
  ['AP(rel=2)@3', 'AP', 2, 3],
  ['nDCG', 'nDCG'],
  ['nDCG@5', 'nDCG', 1, 5],
  ['nDCG-burges', 'nDCG-burges'],
  ['nDCG-burges@3', 'nDCG-burges', 1, 3],
  ['RR', 'RR'],
  ['RR@2', 'RR', 1, 2],
  ['RR(rel=3)@4', 'RR', 3, 4],
  ['P@1', 'P', 1, 1],
  ['P(rel=2)@5', 'P', 2, 5],
  ['R@3', 'R', 1, 3],
  ['R(rel=3)@30', 'R', 3, 30],
  ['Rprec', 'Rprec'],
  ['Rprec(rel=2)', 'Rprec', 2],
  ['Success@1', 'Success', 1, 1],
  ['Success(rel=2)@4', 'Success', 2, 4],
];
const MEASURES = FORMS.map(([text]) => parseMeasure(text));

function rank({ documents, missing }: NaiveQuery, rule: TieRule) {
  const relevant = [...documents.keys()].filter((at) => documents[at]!.grade > 0);
  return rankTied({
    scores: Float32Array.from(documents, ({ score }) => score),
    relevant,
    grades: relevant.map((at) => documents[at]!.grade),
    missing,
    ...(rule === 'trec' && { tieRank: trecTieOrder(documents.map(({ id }) => id)) }),
  });
}

function expectClose(got: number, want: number, what: string) {
  if (Number.isNaN(want)) expect(got, what).toBeNaN();
  else expect(Math.abs(got - want), `${what}: got ${got}, want ${want}`).toBeLessThan(1e-9);
}

describe('measures under tie rules', () => {
  it.each(['trec', 'insertion', 'best', 'worst'] as const)(
    '%s equals sorting and the literal definition on 2,000 random runs',
    (rule) => {
      fc.assert(
        fc.property(queries(16), (query) => {
          const ranked = naiveOrder(query.documents, rule);
          const tied = rank(query, rule);
          FORMS.forEach(([text, name, level, k], m) => {
            const want = naive(name, ranked, query.missing, level, k);
            expectClose(evaluateTied(MEASURES[m]!, tied, rule), want, text);
          });
        }),
        { numRuns: 2000, seed: 20_260_101 },
      );
    },
  );

  it('mean equals the average over every order on 2,000 random runs', () => {
    fc.assert(
      fc.property(queries(6), (query) => {
        const orders = everyOrder(query.documents);
        const tied = rank(query, 'mean');
        FORMS.forEach(([text, name, level, k], m) => {
          const all = orders.map((ranked) => naive(name, ranked, query.missing, level, k));
          const want = all.reduce((sum, one) => sum + one, 0) / all.length;
          expectClose(evaluateTied(MEASURES[m]!, tied, 'mean'), want, text);
        });
      }),
      { numRuns: 2000, seed: 20_260_102 },
    );
  });

  it('worst and best bound every other rule', () => {
    fc.assert(
      fc.property(queries(16), (query) => {
        for (const measure of MEASURES) {
          const by = (rule: TieRule) => evaluateTied(measure, rank(query, rule), rule);
          const [low, high] = [by('worst'), by('best')];
          if (Number.isNaN(low)) continue;
          for (const rule of TIE_RULES) {
            expect(by(rule), `${measure.name} ${rule}`).toBeGreaterThanOrEqual(low - 1e-12);
            expect(by(rule), `${measure.name} ${rule}`).toBeLessThanOrEqual(high + 1e-12);
          }
        }
      }),
      { numRuns: 300, seed: 20_260_103 },
    );
  });

  it('needs no order of a hundred thousand ties to know their mean', () => {
    const scores = new Float32Array(100_000).fill(0.5);
    const tied = rankTied({ scores, relevant: [7] });
    let harmonic = 0;
    for (let rank = 1; rank <= scores.length; rank++) harmonic += 1 / rank;
    for (const name of ['AP', 'RR'])
      expectClose(evaluateTied(parseMeasure(name), tied, 'mean'), harmonic / 1e5, name);
    expectClose(evaluateTied(parseMeasure('Success@10'), tied, 'mean'), 1e-4, 'Success@10');
    expect(evaluateTied(parseMeasure('RR'), tied, 'worst')).toBe(1e-5);
  });
});

describe('rankTied', () => {
  it('agrees with rankCpu in ranks and both counts of ties', () => {
    fc.assert(
      fc.property(
        queries(16),
        fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
        (query, out) => {
          const ids = query.documents.map(({ id }) => id);
          const pick = (wanted: (at: number) => boolean) =>
            Uint32Array.from(ids.keys()).filter(wanted);
          const relevant = pick((at) => !out[at] && query.documents[at]!.grade > 0);
          const excluded = pick((at) => out[at]!);
          const scores = Float32Array.from(query.documents, ({ score }) => score);
          const tieRank = trecTieOrder(ids);
          const got = rankTied({ scores, relevant, excluded, tieRank });
          const want = rankCpu(scores, relevant, excluded, tieRank);
          expect(Array.from(got.ordered.ranks)).toEqual([...want.ranks]);
          expect([got.ties, got.decisiveTies]).toEqual([want.ties, want.decisiveTies]);
        },
      ),
      { numRuns: 1000, seed: 20_260_104 },
    );
  });

  it('ties +0 with -0 and orders infinities', () => {
    const scores = [0, -0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const { ordered, tied, ties } = rankTied({ scores, relevant: [0, 1, 2, 3] });
    expect(Array.from(ordered.ranks)).toEqual([2, 3, 4, 1]);
    expect(Array.from(tied.above)).toEqual([1, 1, 3, 0]);
    expect(ties).toBe(2);
  });

  it('refuses what is no query', () => {
    const scores = [1, Number.NaN];
    expect(() => rankTied({ scores, relevant: [0] })).toThrow('score of document 1 is NaN');
    expect(() => rankTied({ scores, relevant: [2] })).toThrow('document 2 is not below 2');
    expect(() => rankTied({ scores, relevant: [0, 0] })).toThrow('document 0 is listed twice');
    expect(() => rankTied({ scores, relevant: [0], excluded: [0, 1] })).toThrow(
      'relevant and excluded',
    );
    expect(() => rankTied({ scores, relevant: [0], grades: [] })).toThrow('wanted 1 grades, got 0');
    expect(() => rankTied({ scores, relevant: [0], tieRank: [0] })).toThrow(
      'wanted 2 tie ranks, got 1',
    );
    // What is excluded may have any score.
    expect(Array.from(rankTied({ scores, relevant: [0], excluded: [1] }).ordered.ranks)).toEqual([
      1,
    ]);
  });
});
