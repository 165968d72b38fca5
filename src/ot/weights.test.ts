import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { raggedLayout } from '../kernels';
import {
  inverseDocumentFrequency,
  isPunctuationPiece,
  isSpecialPiece,
  normaliseWeights,
  packWeights,
  padTexts,
  uniformWeights,
  vectorNorms,
} from './weights';

describe('pieces', () => {
  test.each(['<s>', '</s>', '<mask>', '[CLS]', '[MASK]'])('%s is special', (piece) => {
    expect(isSpecialPiece(piece)).toBe(true);
    expect(isPunctuationPiece(piece)).toBe(false);
  });

  test.each(['.', '▁,', '##!', '。', '€', '▁', '।'])('%s is punctuation', (piece) => {
    expect(isPunctuationPiece(piece)).toBe(true);
  });

  test.each(['▁a', 'ing', '##s', '<unk>', '๒', 'क्'])('%s is text', (piece) => {
    expect(isSpecialPiece(piece) || isPunctuationPiece(piece)).toBe(false);
  });
});

test('inverse document frequency counts texts, not occurrences', () => {
  const idf = inverseDocumentFrequency([['a', 'a', 'b'], ['a'], ['c']]);
  expect(idf('a')).toBeCloseTo(-Math.log(3 / 4), 12);
  expect(idf('b')).toBeCloseTo(-Math.log(2 / 4), 12);
  expect(idf('unseen')).toBeCloseTo(Math.log(4), 12);
});

test('vector norms', () => {
  expect([...vectorNorms([3, 4, 0, 0], 2)]).toEqual([5, 0]);
});

describe('normaliseWeights', () => {
  test('scales each text to 1 and masks exactly', () => {
    const { weights, uniform } = normaliseWeights(
      [3, 2],
      [1, 3, 4, 2, 2],
      [false, false, true, false, false],
    );
    expect([...weights]).toEqual([0.25, 0.75, 0, 0.5, 0.5]);
    expect(uniform).toEqual([]);
  });

  test('falls back to uniform where nothing is left, and says so', () => {
    const { weights, uniform } = normaliseWeights(
      [2, 0, 2],
      [0, 0, 1, 1],
      [false, false, true, true],
    );
    expect([...weights]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(uniform).toEqual([0, 2]);
  });

  test('names the token of a weight that makes no sense', () => {
    expect(() => normaliseWeights([1, 2], [1, 1, -3])).toThrow(
      'text 1, token 1: expected a weight >= 0, got -3',
    );
    expect(() => normaliseWeights([1], [Number.NaN])).toThrow('got NaN');
    expect(() => normaliseWeights([2], [1])).toThrow('2 tokens, but 1 weights');
  });

  test('sums to 1 for any weights', () => {
    const texts = fc.array(
      fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }),
    );
    fc.assert(
      fc.property(texts, (lists) => {
        const { weights } = normaliseWeights(
          lists.map((list) => list.length),
          lists.flat(),
        );
        let start = 0;
        for (const { length } of lists) {
          const total = weights.slice(start, start + length).reduce((sum, w) => sum + w, 0);
          expect(Math.abs(total - 1)).toBeLessThan(1e-6);
          start += length;
        }
      }),
    );
  });
});

test('packs per problem, rows first', () => {
  const packed = packWeights(raggedLayout([1, 2], [2, 1]), [1, 2, 3], [4, 5, 6]);
  expect([...packed]).toEqual([1, 4, 5, 2, 3, 6]);
  expect([...uniformWeights([1, 2], [2, 1])]).toEqual([1, 0.5, 0.5, 0.5, 0.5, 1]);
});

test('pads texts to one length with the mask vector', () => {
  const { vectors, counts } = padTexts(
    Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    [1, 3],
    Float32Array.of(9, 9),
    2,
  );
  expect(counts).toEqual([2, 3]);
  expect([...vectors]).toEqual([1, 2, 9, 9, 3, 4, 5, 6, 7, 8]);
  expect(() => padTexts(vectors, counts, Float32Array.of(1), 0)).toThrow('got 0');
});
