import { describe, expect, test } from 'vitest';
import { parseStudyConfig } from './config';
import { distilSettings, trainsEncoder } from './distilSettings';
import { sampleReport } from './testing';

test('an empty config is the default one', () => {
  expect(parseStudyConfig({})).toEqual({
    ...sampleReport().config,
    methods: ['zero-shot', 'mean-shift', 'ot-procrustes', 'mse', 'greedy', 'ot'],
    seeds: [1],
  });
});

test('a whole config comes back as it was', () => {
  const { config } = sampleReport();
  expect(parseStudyConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

test('a part of a nested section keeps the other defaults', () => {
  const { ranker, distil } = parseStudyConfig({ ranker: { steps: 5 }, distil: { epsilon: 0.5 } });
  expect(ranker).toEqual({ ...sampleReport().config.ranker, steps: 5 });
  expect(distil).toEqual({ epsilon: 0.5 });
});

describe('distilSettings', () => {
  const of = (student: string, distil = {}) =>
    distilSettings(parseStudyConfig({ distil }), student);

  test('heads and encoder students differ by default', () => {
    expect(of('mlp')).toMatchObject({ steps: 300, batch: 48, learningRate: 1e-3, pull: 1e-3 });
    for (const student of ['top-2', 'full'])
      expect(of(student)).toMatchObject({ steps: 240, batch: 32, learningRate: 2e-4, clip: 1 });
    expect(of('lora-8-4')).toMatchObject({ steps: 240, learningRate: 1e-3, pull: 0 });
  });

  test('what the config says wins for every student', () => {
    for (const student of ['mlp', 'top-2', 'lora'])
      expect(of(student, { steps: 7 }).steps, student).toBe(7);
  });

  test.each([
    ['top-2', true],
    ['full', true],
    ['lora', true],
    ['mlp', false],
    ['low-rank', false],
    ['topmost', false],
  ])('%s trains the encoder: %s', (student, wanted) => {
    expect(trainsEncoder(student)).toBe(wanted);
  });
});

test('groups are auto or two named lists', () => {
  const groups = { name: 'mine', high: ['de'], low: ['sw', 'so'] };
  expect(parseStudyConfig({ groups }).groups).toEqual(groups);
});

describe('every bad field is named with what was found and what was wanted', () => {
  test.each([
    [{ distil: { epsilon: 0 } }, 'distil.epsilon: expected more than 0, got 0'],
    [{ distil: { epsilon: -0.1 } }, 'distil.epsilon: expected more than 0, got -0.1'],
    [{ distil: { epsilon: Number.NaN } }, 'distil.epsilon: expected number, got NaN'],
    [
      { distil: { epsilon: Number.POSITIVE_INFINITY } },
      'distil.epsilon: expected a finite number, got Infinity',
    ],
    [{ distil: { batch: 0 } }, 'distil.batch: expected at least 1, got 0'],
    [{ ranker: { batch: 1 } }, 'ranker.batch: expected at least 2, got 1'],
    [{ ranker: { dimension: 6 } }, 'ranker.dimension: expected a multiple of 4, got 6'],
    [{ limit: 1.5 }, 'limit: expected a whole number, got 1.5'],
    [{ limit: '5' }, 'limit: expected number, got "5"'],
    [{ layer: 13 }, 'layer: expected at most 12, got 13'],
    [{ seeds: [] }, 'seeds: expected at least one, got []'],
    [{ seeds: [1, 1] }, 'seeds: expected no value twice, got [1,1]'],
    [{ seeds: 3 }, 'seeds: expected a list, got 3'],
    [{ seeds: [-1] }, 'seeds.0: expected at least 0, got -1'],
    [{ methods: [] }, 'methods: expected at least one, got []'],
    [{ methods: ['ot', 'ot'] }, 'methods: expected no value twice, got ["ot","ot"]'],
    [
      { methods: ['o t'] },
      'methods.0: expected a method such as ot, ot+0.5*mse, mse@top-2 or ot:200, got "o t"',
    ],
    [{ student: 'top 2' }, 'student: expected a student such as mlp or top-2, got "top 2"'],
    [{ planLayer: 13 }, 'planLayer: expected at most 12, got 13'],
    [{ planLayer: 'first' }, 'planLayer: expected "last", got "first"'],
    [{ placebo: 'sugar' }, 'placebo: expected "none" or "shuffled" or "english", got "sugar"'],
    [{ joint: 1 }, 'joint: expected boolean, got 1'],
    [{ trainSplit: 'test' }, 'trainSplit: expected "train" or "dev", got "test"'],
    [{ trainSplit: {} }, 'trainSplit: expected "train" or "dev", got {}'],
    [{ languages: [''] }, 'languages.0: expected at least one, got ""'],
    [{ distill: {} }, 'distill: expected no field of this name, got "distill"'],
    [{ distil: { eps: 1 } }, 'distil.eps: expected no field of this name, got "eps"'],
    [{ distil: 5 }, 'distil: expected an object with fields, got 5'],
    [{ groups: 'MTOP' }, 'groups: expected "auto", got "MTOP"'],
    [{ groups: { name: 'a', high: ['de'] } }, 'groups.low: expected a value, got undefined'],
    [{ groups: { name: 1, high: [], low: [] } }, 'groups.name: expected string, got 1'],
    [null, 'config: expected an object with fields, got null'],
    [[], 'config: expected an object with fields, got []'],
    ['{}', 'config: expected an object with fields, got "{}"'],
  ])('%j', (config, message) => {
    expect(() => parseStudyConfig(config)).toThrow(new RangeError(`Study config: ${message}`));
  });

  test('a language in both groups, before anything is computed', () => {
    expect(() => parseStudyConfig({ groups: { name: 'a', high: ['de'], low: ['de'] } })).toThrow(
      'groups: expected no language twice, got {"name":"a","high":["de"],"low":["de"]}',
    );
  });

  test('several at once, none as [object Object]', () => {
    let message = '';
    try {
      parseStudyConfig({ seeds: [{}], limit: -1, ranker: { steps: { a: 1 } } });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(
      'Study config: seeds.0: expected number, got {}; limit: expected at least 0, got -1; ranker.steps: expected number, got {"a":1}',
    );
  });

  test('a long value is cut', () => {
    expect(() => parseStudyConfig({ limit: 'x'.repeat(500) })).toThrow(/got "x{79}…$/);
  });
});
