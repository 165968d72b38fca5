import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { linkPair, type PairMatrix } from './linkPair';
import { similarity } from './similarity';
import { show } from './testing';

// Two source words of two tokens each, two target words, the second of two tokens.
const pair: PairMatrix = {
  matrix: Float64Array.of(
    ...[0.2, 0.05, 0.0],
    ...[0.0, 0.16, 0.04],
    ...[0.1, 0.1, 0.05],
    ...[0.03, 0.02, 0.25],
  ),
  n: 4,
  m: 3,
  sourceWords: [0, 0, 1, 1],
  targetWords: [0, 1, 1],
};

describe('linkPair', () => {
  test('any: a word link for every linked token pair', () => {
    // Tokens 0-0, 1-1, 3-2.
    expect(show(linkPair(pair, { rule: 'mutual', pool: 'none' }))).toBe('0-0 1-1 3-2');
    expect(show(linkPair(pair, { rule: 'mutual', pool: 'any' }))).toBe('0-0 0-1 1-1');
  });

  test('mass: words compete with their summed mass', () => {
    // Word mass: .2 .25 | .13 .42.
    expect(show(linkPair(pair, { rule: 'mutual', pool: 'mass' }))).toBe('1-1');
    expect(show(linkPair(pair, { rule: 'threshold', tau: 0.5, pool: 'mass' }))).toBe('0-0 0-1 1-1');
  });

  test('scores of a plan are the smaller of the two conditional shares', () => {
    const links = linkPair(pair, { rule: 'mutual', pool: 'any', scores: 'plan' });
    // Word rows .45 .55, columns .33 .67.
    expect(links.map(({ score }) => score?.toFixed(4))).toEqual(
      [0.2 / 0.45, 0.25 / 0.67, 0.42 / 0.67].map((score) => score.toFixed(4)),
    );
    const [first] = linkPair(pair, { rule: 'mutual', pool: 'none', scores: 'plan' });
    expect(first!.score).toBeCloseTo(0.2 / 0.33, 12);
  });

  test('scores of a similarity are its entries, the largest between two words', () => {
    const links = linkPair(pair, { rule: 'mutual', pool: 'any', scores: 'similarity' });
    expect(links.map(({ score }) => score)).toEqual([0.2, 0.16, 0.25]);
  });

  test('tokens without a word give no word link', () => {
    const masked = { ...pair, sourceWords: [-1, 0, 1, 1] };
    expect(show(linkPair(masked, { rule: 'mutual', pool: 'any' }))).toBe('0-1 1-1');
  });

  test('itermax is at hand', () => {
    const itermax = linkPair(pair, { rule: 'itermax', pool: 'none' });
    // All columns are linked after the first round.
    expect(show(itermax)).toBe('0-0 1-1 3-2');
  });
});

describe('similarity', () => {
  const x = Float32Array.of(3, 0, 0, 4);
  const y = Float32Array.of(0, 1, -2, 0, 0, 0);

  test('(1 + cos) / 2 whatever the norms, 1/2 for a zero vector', () => {
    expect([...similarity(x, y, 2)]).toEqual([0.5, 0, 0.5, 1, 0.5, 0.5]);
  });

  test('a position prior lowers what lies off the diagonal, not below 0', () => {
    const [first, second] = similarity(x, y, 2, 0.9);
    expect(first).toBeCloseTo(0.5 - 0.45 * (1 / 4 - 1 / 6) ** 2, 12);
    expect(second).toBe(0);
  });

  test('a length that is no multiple of d is refused', () => {
    expect(() => similarity(x, Float32Array.of(1), 2)).toThrow(ShapeError);
  });
});
