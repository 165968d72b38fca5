import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { topK } from './sparse';
import { nullShare, rowEntropy } from './tokenMeasures';
import { toWords } from './toWords';

const matrix = (...rows: number[][]) => Float64Array.from(rows.flat());

describe('topK', () => {
  const plan = matrix([0.1, 0.3, 0.2], [0, 0.2, 0], [0.1, 0.1, 0.1]);

  test('the largest of each row, ties by column, zeros left out', () => {
    const { offsets, columns, values } = topK(plan, 3, 3, 2);
    expect([...offsets]).toEqual([0, 2, 3, 5]);
    expect([...columns]).toEqual([1, 2, 1, 0, 1]);
    expect([...values]).toEqual([0.3, 0.2, 0.2, 0.1, 0.1]);
  });

  test('k beyond the columns gives every entry with mass', () => {
    expect([...topK(plan, 3, 3, 99).offsets]).toEqual([0, 3, 4, 7]);
  });

  test('holds the k largest values of every row', () => {
    void fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (list, k) => {
          const { offsets, columns, values } = topK(Float64Array.from(list), 3, 4, k);
          for (let i = 0; i < 3; i++) {
            const row = list.slice(4 * i, 4 * i + 4);
            const want = row.filter((value) => value > 0).sort((a, b) => b - a);
            const [start, end] = [offsets[i]!, offsets[i + 1]!];
            expect([...values.slice(start, end)]).toEqual(want.slice(0, k));
            for (let at = start; at < end; at++) expect(row[columns[at]!]).toBe(values[at]);
          }
        },
      ),
    );
  });

  test.each([0, 1.5, Number.NaN])('k = %d is refused', (k) => {
    expect(() => topK(plan, 3, 3, k)).toThrow(/k must be a whole number >= 1/);
  });
});

describe('toWords', () => {
  test('a case done by hand, with a token that belongs to no word', () => {
    const plan = matrix([1, 2, 3], [4, 5, 6], [7, 8, 9]);
    const words = toWords(plan, 3, 3, [0, 0, 1], [0, -1, 1], { target: 3 });
    expect([...words.plan]).toEqual([5, 9, 0, 7, 9, 0]);
    expect(words).toMatchObject({ sourceCount: 2, targetCount: 3 });
    expect(words.droppedSource).toEqual([]);
    expect(words.droppedTarget).toEqual([1]);
    expect(words.droppedMass).toBe(15);
  });

  test('conserves the marginals', () => {
    const side = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 });
    void fc.assert(
      fc.property(
        side,
        side,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (x, y, mass) => {
          const [n, m] = [x.length, y.length];
          const plan = Float64Array.from({ length: n * m }, () => mass.next().value!);
          const words = toWords(plan, n, m, x, y, { source: 4, target: 4 });
          for (let word = 0; word < 4; word++) {
            let [row, column, wantedRow, wantedColumn] = [0, 0, 0, 0];
            for (let other = 0; other < 4; other++) {
              row += words.plan[4 * word + other]!;
              column += words.plan[4 * other + word]!;
            }
            for (let i = 0; i < n; i++)
              for (let j = 0; j < m; j++) {
                if (x[i] === word) wantedRow += plan[i * m + j]!;
                if (y[j] === word) wantedColumn += plan[i * m + j]!;
              }
            expect(row).toBeCloseTo(wantedRow, 12);
            expect(column).toBeCloseTo(wantedColumn, 12);
          }
        },
      ),
    );
  });

  test.each([
    [[0], [0, 0], {}, 'sourceWords has 1 entries, wanted 2'],
    [[0, 0.5], [0, 0], {}, 'sourceWords[1] is 0.5'],
    [[0, 0], [0, 2], { target: 2 }, 'targetWords[1] is 2, wanted a whole number below 2'],
  ])('%j %j %j is refused', (x, y, counts, message) => {
    expect(() => toWords(new Float64Array(4), 2, 2, x, y, counts)).toThrow(message);
  });
});

describe('nullShare', () => {
  test('by hand: what stays of each weight, and of each side', () => {
    // Row sums .3 .1, column sums .2 .2; uniform weights .5.
    const { rows, columns, source, target } = nullShare(matrix([0.2, 0.1], [0, 0.1]), 2, 2);
    expect(rows[0]).toBeCloseTo(0.4, 12);
    expect(rows[1]).toBeCloseTo(0.8, 12);
    expect(columns[0]).toBeCloseTo(0.6, 12);
    expect(source).toBeCloseTo(0.6, 12);
    expect(target).toBeCloseTo(0.6, 12);
  });

  test('a balanced plan leaves nothing, an unbalanced one may move more than there is', () => {
    const balanced = nullShare(matrix([0.25, 0.25], [0.25, 0.25]), 2, 2);
    expect([...balanced.rows, ...balanced.columns, balanced.source]).toEqual([0, 0, 0, 0, 0]);
    expect([...nullShare(matrix([0.9], [0.1]), 2, 1).rows]).toEqual([0, 0.8]);
  });

  test('weights count, and a token of weight 0 leaves nothing', () => {
    const { rows, source } = nullShare(matrix([0.4], [0]), 2, 1, [1, 0], [1]);
    expect([...rows]).toEqual([0.6, 0]);
    expect(source).toBeCloseTo(0.6, 12);
    expect(() => nullShare(new Float64Array(2), 2, 1, [1])).toThrow(ShapeError);
  });
});

describe('rowEntropy', () => {
  const plan = matrix([0.5, 0, 0], [0.1, 0.1, 0.1], [0, 0, 0], [0.3, 0.1, 0]);

  test('nats: 0, log 3, nothing, and 3/4 against 1/4', () => {
    const [one, flat, empty, mixed] = rowEntropy(plan, 4, 3);
    expect([one, empty]).toEqual([0, 0]);
    expect(flat).toBeCloseTo(Math.log(3), 12);
    expect(mixed).toBeCloseTo(2 * Math.log(2) - 0.75 * Math.log(3), 12);
  });

  test('normalised by log m; one column has no choice', () => {
    expect(rowEntropy(plan, 4, 3, { normalised: true })[1]).toBeCloseTo(1, 12);
    expect([...rowEntropy(matrix([0.5], [0.5]), 2, 1, { normalised: true })]).toEqual([0, 0]);
  });
});
