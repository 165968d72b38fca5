import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { itermax } from './itermax';
import { linkWords, mutualArgmax, thresholdLinks } from './links';
import { show } from './testing';

const matrix = (...rows: number[][]) => Float64Array.from(rows.flat());

/** An n x m matrix with entries in [0, 1]. */
const anyMatrix = fc
  .record({ n: fc.integer({ min: 1, max: 7 }), m: fc.integer({ min: 1, max: 7 }) })
  .chain(({ n, m }) =>
    fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      values: fc
        .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n * m, maxLength: n * m })
        .map((values) => Float64Array.from(values)),
    }),
  );

const permutation = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc.shuffledSubarray(
    Array.from({ length: n }, (_, i) => i),
    { minLength: n, maxLength: n },
  ),
);

describe('mutualArgmax', () => {
  test('a case done by hand', () => {
    // Row argmaxes 0 0 2, column argmaxes 0 1 2: row 1 prefers a column that prefers row 0.
    const values = matrix([0.9, 0.1, 0.2], [0.8, 0.7, 0.1], [0.1, 0.3, 0.4]);
    expect(show(mutualArgmax(values, 3, 3))).toBe('0-0 2-2');
  });

  test('the lowest index wins ties, so that a flat matrix has one link', () => {
    expect(show(mutualArgmax(new Float32Array(6).fill(0.5), 2, 3))).toBe('0-0');
  });

  test('signs do not matter, but an entry of 0 is no link', () => {
    expect(show(mutualArgmax(matrix([-0.5, -0.9], [-0.8, -0.6]), 2, 2))).toBe('0-0 1-1');
    // Token 0 of both sides has weight 0, as a masked special token has.
    expect(show(mutualArgmax(matrix([0, 0], [0, 1]), 2, 2))).toBe('1-1');
  });

  test('of a permutation matrix it is the permutation', () => {
    void fc.assert(
      fc.property(permutation, (order) => {
        const n = order.length;
        const values = new Float32Array(n * n);
        order.forEach((j, i) => {
          values[i * n + j] = 1 / n;
        });
        expect(mutualArgmax(values, n, n)).toEqual(order.map((j, i) => ({ i, j })));
      }),
    );
  });

  test('is one-to-one and follows a transpose where nothing ties', () => {
    void fc.assert(
      fc.property(anyMatrix, ({ n, m, values }) => {
        const links = mutualArgmax(values, n, m);
        expect(new Set(links.map(({ i }) => i)).size).toBe(links.length);
        expect(new Set(links.map(({ j }) => j)).size).toBe(links.length);
        fc.pre(new Set(values).size === values.length);
        const turned = Float64Array.from(values, (_, at) => values[(at % n) * m + ((at / n) | 0)]!);
        const back = mutualArgmax(turned, m, n).map(({ i, j }) => ({ i: j, j: i }));
        expect(new Set(back.map((link) => show([link])))).toEqual(
          new Set(links.map((link) => show([link]))),
        );
      }),
    );
  });

  test('no rows or no columns, no links; a wrong length is refused', () => {
    expect(mutualArgmax(new Float32Array(0), 0, 4)).toEqual([]);
    expect(() => mutualArgmax(new Float32Array(5), 2, 3)).toThrow(ShapeError);
    expect(() => mutualArgmax(new Float32Array(3), 1.5, 2)).toThrow(RangeError);
  });
});

describe('thresholdLinks', () => {
  // Shares by hand: .4/.4 .1/.4 | .2/.4 .3/.3.
  const plan = matrix([0.4, 0.1], [0.2, 0.3]);

  test.each([
    [0, '0-0 0-1 1-0 1-1'],
    [0.25, '0-0 1-0 1-1'],
    [0.49, '0-0 1-0 1-1'],
    [0.5, '0-0 1-1'],
    [0.99, '0-0 1-1'],
  ])('tau %d', (tau, want) => {
    expect(show(thresholdLinks(plan, 2, 2, tau))).toBe(want);
  });

  test('nothing has mass, nothing is linked', () => {
    expect(thresholdLinks(new Float64Array(4), 2, 2, 0)).toEqual([]);
  });

  test('a higher tau never adds a link, and mutual argmaxes pass every tau', () => {
    const taus = fc.tuple(
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
    );
    void fc.assert(
      fc.property(anyMatrix, taus, ({ n, m, values }, [one, other]) => {
        const low = thresholdLinks(values, n, m, Math.min(one, other)).map((link) => show([link]));
        const high = thresholdLinks(values, n, m, Math.max(one, other));
        expect(low).toEqual(expect.arrayContaining(high.map((link) => show([link]))));
        expect(high).toEqual(expect.arrayContaining(mutualArgmax(values, n, m)));
      }),
    );
  });

  test.each([-0.1, 1, Number.NaN])('tau %d is refused', (tau) => {
    expect(() => thresholdLinks(plan, 2, 2, tau)).toThrow(/tau must be within \[0, 1\)/);
  });
});

describe('linkWords', () => {
  test('any token pair links its words, once and in order', () => {
    const links = [
      { i: 3, j: 0 },
      { i: 0, j: 2 },
      { i: 1, j: 2 },
      { i: 2, j: 1 },
    ];
    expect(show(linkWords(links, [0, 0, 1, 2], [0, 0, 1]))).toBe('0-1 1-0 2-0');
  });

  test('tokens without a word give no link; a token that is not there is refused', () => {
    expect(linkWords([{ i: 0, j: 0 }], [-1], [0])).toEqual([]);
    expect(linkWords([{ i: 0, j: 0 }], [0], [-1])).toEqual([]);
    expect(() => linkWords([{ i: 1, j: 0 }], [0], [0])).toThrow('link 1-0 is outside 1 x 1');
  });
});

describe('itermax', () => {
  // First round: 0-0 and 1-1. Row 2 prefers column 1 (.6); 0.9 * .6 = .54 against .3 on the free column.
  const values = matrix(
    [0.9, 0.2, 0.1, 0.2],
    [0.3, 0.8, 0.4, 0.1],
    [0.1, 0.6, 0.3, 0.2],
    [0.1, 0.1, 0.2, 0.1],
  );

  test('two rounds by hand', () => {
    expect(show(mutualArgmax(values, 4, 4))).toBe('0-0 1-1');
    // Round 2: 2-1 at .54 is best of its row and of what is open in column 1; 3-2 (.2) loses column 2 to 1-2 (.36),
    // and 1-2 is the best of row 1's open entries (.27 .36 .09).
    expect(show(itermax(values, 4, 4))).toBe('0-0 1-1 1-2 2-1');
  });

  test('alpha 0 gives second links to nobody, one round is the mutual argmax', () => {
    // Open without discount: .3 .2 | .2 .1 of rows 2, 3 and columns 2, 3.
    expect(show(itermax(values, 4, 4, { alpha: 0 }))).toBe('0-0 1-1 2-2');
    expect(itermax(values, 4, 4, { rounds: 1 })).toEqual(mutualArgmax(values, 4, 4));
  });

  test('two rows or two columns have the mutual argmax alone', () => {
    const wide = matrix([0.9, 0.8, 0.7], [0.1, 0.2, 0.15]);
    expect(show(itermax(wide, 2, 3, { rounds: 9 }))).toBe(show(mutualArgmax(wide, 2, 3)));
  });

  test('ends where one side is all linked', () => {
    const square = matrix([0.9, 0.1, 0.1, 0.8], [0.1, 0.9, 0.1, 0.1], [0.1, 0.1, 0.9, 0.1]);
    expect(show(itermax(square, 3, 4, { rounds: 5 }))).toBe('0-0 1-1 2-2');
  });

  test('contains the mutual argmax; rounds only add; no link joins two tokens that were both linked', () => {
    void fc.assert(
      fc.property(anyMatrix, ({ n, m, values: any }) => {
        const [one, two] = [1, 2].map((rounds) => itermax(any, n, m, { rounds }));
        expect(one).toEqual(mutualArgmax(any, n, m));
        expect(two).toEqual(expect.arrayContaining(one!));
        const fresh = two!.filter(({ i, j }) => !one!.some((link) => link.i === i && link.j === j));
        for (const { i, j } of fresh)
          expect(one!.some((link) => link.i === i) && one!.some((link) => link.j === j)).toBe(
            false,
          );
      }),
    );
  });

  test.each([
    [{ alpha: 1.1 }, 'alpha'],
    [{ alpha: Number.NaN }, 'alpha'],
    [{ rounds: 0 }, 'rounds'],
  ])('%j is refused', (options, named) => {
    expect(() => itermax(values, 4, 4, options)).toThrow(`itermax: ${named} must be`);
  });
});
