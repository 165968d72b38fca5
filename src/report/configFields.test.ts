import { expect, test } from 'vitest';
import { parseStudyConfig } from './config';
import { configFields } from './configFields';

const field = (path: string) => configFields().find((one) => one.path === path);

test('every kind of field is read with its bounds', () => {
  expect(field('distil.epsilon')).toEqual({
    path: 'distil.epsilon',
    value: { kind: 'number', integer: false, above: 0 },
    list: false,
  });
  expect(field('ranker.dimension')?.value).toEqual({
    ...{ kind: 'number', integer: true, least: 4, multipleOf: 4 },
  });
  expect(field('distil.dropout')?.value).toMatchObject({ least: 0, below: 1 });
  expect(field('seeds')).toMatchObject({ list: true, value: { kind: 'number', least: 0 } });
  expect(field('joint')?.value).toEqual({ kind: 'boolean' });
  expect(field('placebo')?.value).toEqual({
    kind: 'choice',
    options: ['none', 'shuffled', 'english'],
  });
  expect(field('encoder.source')?.value).toEqual({ kind: 'text' });
  expect(field('groups')?.value).toEqual({ kind: 'other' });
});

test('the fields are those of a config', () => {
  const { distil, ...config } = parseStudyConfig({});
  const paths = Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? Object.keys(value).map((inner) => `${key}.${inner}`)
      : [key],
  );
  expect(distil).toEqual({});
  const found = configFields().map(({ path }) => path);
  expect(found.filter((path) => !path.startsWith('distil.')).sort()).toEqual(paths.sort());
  expect(found.filter((path) => path.startsWith('distil.')).length).toBe(23);
});
