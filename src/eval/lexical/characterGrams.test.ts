import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterGrams, openCharacterBm25 } from './characterGrams';

describe('characterGrams', () => {
  it('is right by hand', () => {
    expect(characterGrams('Café, 7', { shortest: 3, longest: 4 })).toEqual([
      ' ca',
      ' caf',
      'caf',
      'café',
      'afé',
      'afé ',
      'fé ',
      ' 7 ',
    ]);
    expect(characterGrams('a b', { shortest: 4, longest: 4 })).toEqual([' a ', ' b ']);
    expect(characterGrams('a b', { shortest: 4, longest: 4, acrossWords: true })).toEqual([
      ' a b',
      'a b ',
    ]);
    expect(characterGrams('𝒳𐐀𐐀', { shortest: 3, longest: 3 })).toHaveLength(3); // code points, not halves
  });

  it('gives every word n + 2 - k + 1 grams of each length k that fits, or itself', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-f]{1,9}$/), sizes, (word, [shortest, extra]) => {
        const longest = shortest + extra;
        const grams = characterGrams(word, { shortest, longest });
        const padded = ` ${word} `;
        const wanted: string[] = [];
        for (let k = shortest; k <= longest; k++)
          for (let at = 0; at + k <= padded.length; at++) wanted.push(padded.slice(at, at + k));
        if (padded.length < shortest) wanted.push(padded);
        expect(grams.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });

  it('has no grams in what has no words, and takes any string', () => {
    for (const text of ['', ' ?', '\ud800']) expect(characterGrams(text)).toEqual([]);
    expect(characterGrams('', { acrossWords: true })).toEqual([]);
    expect(characterGrams('x'.repeat(1e5)).length).toBe(3 * 1e5 - 3);
    expect(characterGrams('__proto__')).toContain('proto');
  });

  it('refuses lengths that are none', () => {
    expect(() => characterGrams('a', { shortest: 0 })).toThrow('shortest must be in [1, longest');
    expect(() => characterGrams('a', { shortest: 6 })).toThrow('[1, longest = 5], got 6');
    expect(() => characterGrams('a', { longest: 4.5 })).toThrow('must be integers, got 3, 4.5');
    expect(() => openCharacterBm25([], { shortest: 0 })).toThrow('got 0');
  });
});

describe('openCharacterBm25', () => {
  it('finds names and cognates in a text of another language and script', () => {
    const ranker = openCharacterBm25(['call Camilla on whatsapp', 'play some music', 'call mum']);
    const best = (query: string) => {
      const scores = ranker.score(query);
      return scores.indexOf(Math.max(...scores));
    };
    expect(best('Camilla को कॉल करें')).toBe(0);
    expect(best('Ponme música')).toBe(1);
    expect([...ranker.score('กขค')]).toEqual([0, 0, 0]);
  });

  it('takes a word of 100,000 characters', () => {
    const ranker = openCharacterBm25(['x'.repeat(1e5), 'y', '']);
    const scores = ranker.score('xx');
    expect(scores[0]).toBeGreaterThan(0);
    expect([scores[1], scores[2]]).toEqual([0, 0]);
  });
});
