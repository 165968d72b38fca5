import { expect, it } from 'vitest';
import { parseStudyConfig } from '../report';
import { DISTIL_FIELDS, draftProblem, LAYER, LIMIT, parseSeeds, RANKER_FIELDS } from './studyForm';

it('writes each field where it reads it, without touching the old config', () => {
  const config = parseStudyConfig({});
  for (const one of [LIMIT, LAYER, ...RANKER_FIELDS, ...DISTIL_FIELDS]) {
    expect(one.get(one.set(config, 7))).toBe(7);
  }
  expect(config).toEqual(parseStudyConfig({}));
});

it('names what is wrong', () => {
  const config = parseStudyConfig({});
  expect(draftProblem(config)).toBeNull();
  expect(draftProblem({ ...config, seeds: parseSeeds('1, x') })).toMatch(/seeds/);
  expect(draftProblem({ ...config, methods: [] })).toMatch(/methods/);
});

it('reads seeds', () => {
  expect(parseSeeds('1, 2;3')).toEqual([1, 2, 3]);
  expect(parseSeeds('')).toEqual([]);
});
