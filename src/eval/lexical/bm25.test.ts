import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBm25 } from './bm25';
import golden from './bm25.golden.json';

describe('openBm25', () => {
  it('is right by hand', () => {
    const ranker = openBm25(['red car', 'red red house', 'tree'], { k1: 1, b: 0.5 });
    const idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)); // of "red", in two documents of three; mean length 2
    const scores = ranker.score('Red?');
    expect(scores[0]).toBe(Math.fround(idf * (1 / (1 + 1 * (0.5 + (0.5 * 2) / 2)))));
    expect(scores[1]).toBe(Math.fround(idf * (2 / (2 + 1 * (0.5 + (0.5 * 3) / 2)))));
    expect(scores[2]).toBe(0);
  });

  it.each(golden.map((one) => [one.k1, one.b, one] as const))(
    'equals bm25s and the dense formula to 1e-9 at k1 %d, b %d',
    (k1, b, { documents, queries, scores }) => {
      const ranker = openBm25(documents, { k1, b });
      queries.forEach((query, q) => {
        ranker.score(query).forEach((score, d) => {
          // Rounding never reverses an order: the float64 score is within 1e-9 exactly if this holds.
          expect(score).toBeGreaterThanOrEqual(Math.fround(scores[q]![d]! - 1e-9));
          expect(score).toBeLessThanOrEqual(Math.fround(scores[q]![d]! + 1e-9));
        });
      });
    },
  );

  it('never scores below 0, nor falls when a document gets one more of the word it is asked for', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), words, (texts, query) => {
        const documents = texts.map((text) => text.join(' '));
        const options = { b: 0 }; // with b > 0 the longer document changes the mean length
        const before = openBm25(documents, options).score(query.join(' '));
        for (const score of before) expect(score).toBeGreaterThanOrEqual(0);
        const first = query[0];
        if (first === undefined || !texts[0]!.includes(first)) return;
        const more = [`${documents[0]} ${first}`, ...documents.slice(1)];
        expect(openBm25(more, options).score(query.join(' '))[0]).toBeGreaterThan(before[0]!);
      }),
    );
  });

  it('gives equal documents equal scores, and scoreAll the rows of score', () => {
    const ranker = openBm25(['b a', 'c', 'a b', 'b a'], { b: 1 });
    const [x, , y, z] = ranker.score('a b c b');
    expect([y, z]).toEqual([x, x]);
    const queries = ['a', '', 'c c a'];
    const all = ranker.scoreAll(queries);
    expect(all.length).toBe(12);
    queries.forEach((query, q) => {
      expect(all.slice(4 * q, 4 * q + 4)).toEqual(ranker.score(query));
    });
  });

  it('takes any string', () => {
    const long = 'x'.repeat(1e5);
    const hostile = ['', '__proto__ toString', '\ud800', long, 'İ ß'];
    const ranker = openBm25(hostile);
    expect([...ranker.score('')]).toEqual([0, 0, 0, 0, 0]);
    expect([...ranker.score('proto')].map((score) => score > 0)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect([...ranker.score(long)].map((score) => score > 0)).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    expect([...ranker.score('\udfff hasOwnProperty valueOf')]).toEqual([0, 0, 0, 0, 0]);
    const literal = openBm25(['__proto__', 'constructor'], { tokenise: (text) => [text] });
    expect(literal.score('__proto__')[0]).toBeGreaterThan(0);
    expect([...literal.score('toString')]).toEqual([0, 0]);
    expect(openBm25([]).score('a').length).toBe(0);
    expect([...openBm25(['', '']).score('a')]).toEqual([0, 0]);
  });

  it('refuses parameters out of range', () => {
    expect(() => openBm25([], { k1: -1 })).toThrow('k1 must be finite and at least 0, got -1');
    expect(() => openBm25([], { k1: Number.POSITIVE_INFINITY })).toThrow('got Infinity');
    expect(() => openBm25([], { b: 1.5 })).toThrow('b must be in [0, 1], got 1.5');
    expect(() => openBm25([], { b: Number.NaN })).toThrow('got NaN');
  });
});
