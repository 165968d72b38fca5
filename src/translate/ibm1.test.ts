import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../lib';
import { NULL_WORD, trainIbm1, type WordPair } from './ibm1';
import golden from './ibm1.golden.json';

const split = (text: string) => text.split(' ').filter((word) => word !== '');
const pair = (source: string, target: string): WordPair => ({
  source: split(source),
  target: split(target),
});
const WORDS = ['a', 'b', 'c', 'd', '__proto__', 'constructor', '\ud800'];
const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 });
const corpus = fc.array(fc.record({ source: sentence, target: sentence }), {
  minLength: 1,
  maxLength: 8,
});

describe('trainIbm1', () => {
  it.each(golden.map((one) => [one.name, one] as const))(
    'equals nltk and a dense EM to 1e-9: %s',
    (_, { pairs, iterations, sources, targets, table, logLikelihood }) => {
      const words = pairs.map(([source, target]) => pair(source!, target!));
      const model = trainIbm1(words, { iterations, prune: 0 });
      expect(model.sourceWords).toBe(sources.length);
      [...sources, NULL_WORD].forEach((source, i) => {
        targets.forEach((target, j) => {
          const error = Math.abs(model.probability(target, source) - table[i]![j]!);
          expect(error, `${target} | ${source}`).toBeLessThan(1e-9);
        });
      });
      expect(model.logLikelihood.length).toBe(logLikelihood.length);
      logLikelihood.forEach((value, k) => {
        expect(Math.abs(model.logLikelihood[k]! - value)).toBeLessThan(1e-9);
      });
    },
  );

  it('is right by hand after one iteration on two sentences', () => {
    // Each word of three (two and NULL) takes a third of each target: la has 1/3 the twice, house and flower once.
    const model = trainIbm1([pair('la maison', 'the house'), pair('la fleur', 'the flower')], {
      iterations: 1,
    });
    expect(model.probability('the', 'la')).toBeCloseTo(1 / 2, 15);
    expect(model.probability('house', 'la')).toBeCloseTo(1 / 4, 15);
    expect(model.probability('house', 'maison')).toBeCloseTo(1 / 2, 15);
    expect(model.probability('flower', 'maison')).toBe(0);
    expect(model.logLikelihood[0]).toBeCloseTo(4 * Math.log(1 / 3), 14);
  });

  it('never lets the likelihood fall, and its rows are distributions', () => {
    fc.assert(
      fc.property(corpus, fc.integer({ min: 1, max: 12 }), (pairs, iterations) => {
        const model = trainIbm1(pairs, { iterations, prune: 0 });
        for (let k = 1; k <= iterations; k++) {
          const [before, after] = [model.logLikelihood[k - 1]!, model.logLikelihood[k]!];
          expect(after).toBeGreaterThanOrEqual(before - 1e-12 * Math.abs(before)); // rounding of the sum
        }
        for (const word of [...new Set(pairs.flatMap(({ source }) => source)), NULL_WORD]) {
          const row = model.translations(word)!;
          expect(row.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 12);
          for (const { target, probability } of row)
            expect(model.probability(target, word)).toBe(probability);
          expect(row.map((one) => one.probability)).toEqual(
            row.map((one) => one.probability).toSorted((x, y) => y - x),
          );
        }
      }),
    );
  });

  it('gives equal tables for equal pairs, and counts what it cannot use', () => {
    fc.assert(
      fc.property(corpus, (pairs) => {
        const noise = [pair('', 'a'), pair('a', ''), pair('', '')];
        const [one, two] = [trainIbm1(pairs), trainIbm1([...noise, ...pairs])];
        expect(two.pairs).toBe(pairs.length);
        expect(two.logLikelihood).toEqual(one.logLikelihood);
        for (const word of [...WORDS, NULL_WORD])
          expect(two.translations(word)).toEqual(one.translations(word));
      }),
      { numRuns: 30 },
    );
  });

  it('finds the dictionary that made the pairs', () => {
    const rng = new Rng(3);
    const pairs = Array.from({ length: 300 }, () => {
      const numbers = Array.from({ length: 6 }, () => rng.below(40));
      return {
        source: numbers.map((n) => `f${n}`),
        target: rng.shuffle([...numbers.map((n) => `e${n}`), 'the']),
      };
    });
    const model = trainIbm1(pairs);
    for (let n = 0; n < 40; n++) expect(model.translations(`f${n}`)![0]!.target).toBe(`e${n}`);
    expect(model.translations(NULL_WORD)![0]!.target).toBe('the');
  });

  it('leaves out what is improbable, and nothing else', () => {
    const pairs = golden[2]!.pairs.map(([source, target]) => pair(source!, target!));
    const [all, some] = [trainIbm1(pairs, { prune: 0 }), trainIbm1(pairs, { prune: 0.05 })];
    expect(some.entries).toBeLessThan(all.entries);
    for (const source of [...golden[2]!.sources, NULL_WORD])
      expect(some.translations(source)).toEqual(
        all.translations(source)!.filter((one) => one.probability >= 0.05),
      );
  });

  it('knows nothing of words it has not seen, and takes any word', () => {
    const long = 'x'.repeat(1e5);
    const model = trainIbm1([pair('__proto__', 'toString'), pair(long, '\udfff')]);
    expect(model.translations('toString')).toBeUndefined();
    expect(model.translations('')).toBeUndefined();
    expect(model.probability('hasOwnProperty', '__proto__')).toBe(0);
    expect(model.probability('toString', 'constructor')).toBe(0);
    expect(model.translations('__proto__')![0]!.target).toBe('toString');
    expect(model.translations(long)![0]!.target).toBe('\udfff');
  });

  it('refuses bad options and pairs without words', () => {
    const pairs = [pair('a', 'b')];
    expect(() => trainIbm1(pairs, { iterations: 0 })).toThrow('at least 1, got 0');
    expect(() => trainIbm1(pairs, { iterations: 1.5 })).toThrow('integer of at least 1, got 1.5');
    expect(() => trainIbm1(pairs, { prune: 1 })).toThrow('prune must be in [0, 1), got 1');
    expect(() => trainIbm1(pairs, { prune: Number.NaN })).toThrow('got NaN');
    expect(() => trainIbm1([pair('', 'b')])).toThrow('none of 1 pairs has words on both sides');
    expect(() => trainIbm1([])).toThrow('none of 0 pairs');
  });
});
