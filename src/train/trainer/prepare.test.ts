import { describe, expect, test } from 'vitest';
import { TEACHER } from '../students/testing';
import type { BitextTexts, DistilProblem } from '../types';
import { prepareProblem } from './prepare';
import { INPUTS, tinyProblem } from './problem.testing';
import { selectPlans, selectTexts } from './select';

function withThai(change: (bitext: BitextTexts) => Partial<BitextTexts>): DistilProblem {
  const problem = tinyProblem();
  const thai = problem.languages[1]!;
  return { ...problem, languages: [problem.languages[0]!, { ...thai, ...change(thai) }] };
}

describe('prepareProblem', () => {
  test('names language, text and row of a value that is not finite', () => {
    const problem = withThai(({ texts }) => {
      const states = texts.states!.slice();
      states[(texts.offsets[4]! + 2) * INPUTS + 5] = Number.NaN;
      return { texts: { ...texts, states } };
    });
    expect(() => prepareProblem(problem)).toThrow(
      'th, text 4, row 2, component 5: expected a finite value, got NaN',
    );
  });

  test('and of the teacher', () => {
    const problem = tinyProblem();
    problem.english.vectors[0] = Number.POSITIVE_INFINITY;
    expect(() => prepareProblem(problem)).toThrow(
      'English teacher vectors, text 0, row 0, component 0: expected a finite value, got Infinity',
    );
  });

  test('refuses counts that do not fit', () => {
    const refuse = (change: (bitext: BitextTexts) => Partial<BitextTexts>) =>
      expect(() => prepareProblem(withThai(change)));
    refuse(({ english }) => ({ english: english.slice(1) })).toThrow('expected 10, got 9');
    refuse(({ english }) => ({ english: english.map(() => 10) })).toThrow(
      'th, pair 0: English text 10 of 10 is not there',
    );
    refuse(() => ({ plans: [new Float32Array(4)] })).toThrow('th: plans: expected 10, got 1');
    refuse(() => ({ plans: Array.from({ length: 10 }, () => new Float32Array(4)) })).toThrow(
      'th, pair 1: entries of the plan: expected 9, got 4',
    );
    refuse(({ texts }) => ({ texts: { offsets: texts.offsets, margin: 0 } })).toThrow(
      'th: the texts have neither states nor ids',
    );
  });

  test('refuses documents that are not there', () => {
    const problem = { ...tinyProblem(), documents: Uint32Array.of(9, 10) };
    expect(() => prepareProblem(problem)).toThrow('document 1: English text 10 of 10 is not there');
  });

  test('refuses ids and lengths that the embeddings have no row for', () => {
    const encoder = TEACHER.encoder!;
    const wrong = (id: number, positions: number) => {
      const { teacher, ...problem } = withThai(({ texts }) => ({
        texts: { ...texts, ids: new Uint32Array(texts.offsets.at(-1)!).fill(19).fill(id, 9, 10) },
      }));
      const shape = { ...encoder.shape, vocabulary: 20, positions };
      return { ...problem, teacher: { ...teacher, encoder: { ...encoder, shape } } };
    };
    expect(prepareProblem(wrong(19, 4)).lists).toHaveLength(2);
    expect(() => prepareProblem(wrong(20, 4))).toThrow(
      'th, text 3, token 0: id 20 of 20 is not there',
    );
    expect(() => prepareProblem(wrong(19, 3))).toThrow(
      'th, text 2: 4 tokens, the encoder has 3 positions',
    );
  });

  test('leaves out pairs without tokens on a side; special tokens do not count', () => {
    const { lists } = prepareProblem(withThai(({ texts }) => ({ texts: { ...texts, margin: 1 } })));
    // Texts have 2, 3, 4, 2, ... tokens: those of 2 are nothing but <s> and </s>.
    expect([...lists[1]!.pairs]).toEqual([1, 2, 4, 5, 7, 8]);
    expect([...lists[1]!.tokens]).toEqual([3, 4, 3, 4, 3, 4]);
  });

  test('leaves out a language without pairs, and fails where none is left', () => {
    const empty = (bitext: BitextTexts) => ({
      texts: selectTexts(bitext.texts, []),
      english: new Uint32Array(),
    });
    const { problem, lists } = prepareProblem(withThai(empty));
    expect([problem.languages.length, lists.map(({ language }) => language)]).toEqual([1, ['de']]);
    expect(() => prepareProblem({ ...problem, languages: [] })).toThrow(
      'no translation pair with tokens on both sides (no language)',
    );
  });
});

test('selected texts and plans are those asked for, in their order', () => {
  const [bitext] = tinyProblem().languages;
  const { texts } = bitext!;
  const picked = selectTexts(
    { ...texts, ids: Uint32Array.from({ length: 29 }, (_, k) => k) },
    [2, 0],
  );
  expect([...picked.offsets]).toEqual([0, 4, 6]);
  expect([...picked.ids!]).toEqual([5, 6, 7, 8, 0, 1]);
  expect(picked.states!.subarray(4 * INPUTS)).toEqual(texts.states!.subarray(0, 2 * INPUTS));
  const plans = Array.from({ length: 10 }, (_, k) => Float32Array.of(k, k + 0.5));
  expect([...selectPlans({ ...bitext!, plans }, Uint32Array.of(3, 1))!]).toEqual([3, 3.5, 1, 1.5]);
});
