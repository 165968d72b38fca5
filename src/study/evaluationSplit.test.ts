import { describe, expect, test } from 'vitest';
import type { Corpus, Split, Utterance } from '../data';
import { evaluationCorpus } from './evaluationSplit';

function rows(count: number, languages = ['en', 'de']): Utterance[] {
  return Array.from({ length: count }, (_, k) => `${k}`).flatMap((id) =>
    languages.map((language) => ({
      id,
      language,
      text: `${language} ${id}`,
      intent: 'A',
      domain: '',
      slots: [],
      parse: '',
    })),
  );
}

function corpus(splits: Partial<Record<Split, Utterance[]>>): Corpus {
  return {
    name: 'Made up',
    synthetic: true,
    topic: 'intent',
    splits: { train: [], dev: [], test: [], ...splits },
  };
}

const ON_DEV = { evaluationSplit: 'dev', trainSplit: 'dev' } as const;

describe('evaluationCorpus', () => {
  test('leaves a study of the test split alone', () => {
    const all = corpus({ dev: rows(10), test: rows(5) });
    expect(evaluationCorpus(all, { ...ON_DEV, evaluationSplit: 'test' })).toBe(all);
  });

  test('divides dev ids, all languages of an id alike, and drops every test row', () => {
    const all = corpus({ dev: rows(100), test: rows(5, ['en', 'de', 'th']) });
    const { dev, test: evaluated } = evaluationCorpus(all, ON_DEV).splits;
    const ids = (part: readonly Utterance[]) => new Set(part.map(({ id }) => id));
    expect(ids(evaluated).size).toBe(30);
    expect(ids(dev).size).toBe(70);
    expect(dev.length + evaluated.length).toBe(200);
    for (const id of ids(evaluated)) expect(ids(dev).has(id)).toBe(false);
    expect(evaluated.some(({ language }) => language === 'th')).toBe(false);
  });

  test('evaluates all dev ids where the train split is trained on', () => {
    const all = corpus({ train: rows(20), dev: rows(10), test: rows(5) });
    const { splits } = evaluationCorpus(all, { ...ON_DEV, trainSplit: 'train' });
    expect(splits.test).toBe(all.splits.dev);
    expect(splits.train).toBe(all.splits.train);
    expect(splits.dev).toEqual([]);
  });

  test.each([
    [corpus({ test: rows(9) }), /no dev rows/],
    [corpus({ dev: rows(3) }), /3 dev ids/],
  ])('refuses what cannot be divided', (all, message) => {
    expect(() => evaluationCorpus(all, ON_DEV)).toThrow(message);
  });
});
