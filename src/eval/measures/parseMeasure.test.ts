import { describe, expect, it } from 'vitest';
import { parseMeasure } from './parseMeasure';

const evaluate = (name: string, ranks: number[], grades: number[]) =>
  parseMeasure(name).evaluate({ ranks, grades });

describe('parseMeasure', () => {
  it.each([
    ['AP', 'AP'],
    [' AP(rel=2)@100 ', 'AP(rel=2)@100'],
    ['AP(rel=1)', 'AP'],
    ['MAP', 'AP'],
    ['MRR@10', 'RR@10'],
    ['NDCG@010', 'nDCG@10'],
    ['nDCG-burges@10', 'nDCG-burges@10'],
    ['Rprec(rel=3)', 'Rprec(rel=3)'],
  ])('reads %s as %s', (text, name) => expect(parseMeasure(text).name).toBe(name));

  it.each([
    ['', 'wanted AP, AP@k'],
    ['ap', 'cannot read "ap"; wanted AP'],
    ['AP@', 'wanted AP'],
    ['AP@10(rel=2)', 'before the @'],
    ['constructor', 'wanted AP'],
    ['P', 'wanted a cutoff, e.g. P@10'],
    ['Success', 'wanted a cutoff, e.g. Success@10'],
    ['Rprec@10', 'has a cutoff of its own'],
    ['nDCG(rel=2)', 'nDCG reads all grades'],
    ['AP@0', 'at least 1, got 0'],
    ['AP(rel=0)', 'at least 1, got 0'],
    ['P@99999999999999999999', 'at least 1'],
  ])('refuses %j', (text, message) => expect(() => parseMeasure(text)).toThrow(message));
});

describe('measures by hand', () => {
  // Ranked: 1 (grade 2), 3 (grade 1); one of grade 3 is not retrieved.
  const ranks = [3, 1, Number.POSITIVE_INFINITY];
  const grades = [1, 2, 3];

  it.each([
    ['AP', (1 + 2 / 3) / 3],
    ['AP@2', 1 / 3],
    ['AP(rel=2)', 1 / 2],
    ['RR', 1],
    ['RR(rel=3)', 0],
    ['P@4', 2 / 4],
    ['R@4', 2 / 3],
    ['Rprec', 2 / 3],
    ['Success(rel=3)@100', 0],
    ['nDCG', (2 + 1 / 2) / (3 + 2 / Math.log2(3) + 1 / 2)],
    ['nDCG@1', 2 / 3],
    ['nDCG-burges@1', 3 / 7],
  ])('%s', (name, want) => expect(evaluate(name, ranks, grades)).toBeCloseTo(want, 14));

  it('are NaN where nothing is relevant at their level, never 0', () => {
    for (const name of ['AP', 'RR', 'P@5', 'R@5', 'Rprec', 'Success@5', 'nDCG', 'nDCG-burges']) {
      expect(evaluate(name, [], []), name).toBeNaN();
      const lost = name.startsWith('nDCG') ? 0 : Number.NaN;
      const level = name.startsWith('nDCG') ? name : name.replace(/(@|$)/, '(rel=3)$1');
      expect(evaluate(level, [Number.POSITIVE_INFINITY], [2]), level).toEqual(lost);
    }
  });

  it('refuse what is no ranking', () => {
    expect(() => evaluate('AP', [0], [1])).toThrow(
      'AP: ranks must be integers of at least 1, got 0',
    );
    expect(() => evaluate('RR@5', [2, 2], [1, 1])).toThrow('RR@5: rank 2 occurs twice');
    expect(() => evaluate('AP', [Number.NaN], [1])).toThrow('got NaN');
    expect(() => evaluate('AP', [1], [])).toThrow('wanted as many grades as ranks (1), got 0');
    expect(() => evaluate('nDCG', [1], [0])).toThrow('grades must be finite and above 0, got 0');
    expect(() => evaluate('nDCG-burges', [1], [2000])).toThrow('wanted grades to 1000');
    // Two documents that were not retrieved share no rank.
    expect(evaluate('AP', [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], [1, 1])).toBe(0);
  });

  it('refuse tie groups that overlap or hold more documents than they have places', () => {
    const expectOf = (above: number[], equal: number[]) =>
      parseMeasure('AP').expect({ above, equal, grades: above.map(() => 1) });
    expect(() => expectOf([0, 1], [2, 1])).toThrow('rank 2 occurs twice');
    expect(() => expectOf([0, 0], [1, 1])).toThrow('rank 1 occurs twice');
    expect(() => expectOf([0, 0], [2, 3])).toThrow(
      'documents below 0 others tie with 2 and with 3',
    );
    expect(() => expectOf([0], [0])).toThrow('a tie group holds at least 1 document, got 0');
    expect(expectOf([0, 0], [2, 2])).toBe(1);
  });
});
