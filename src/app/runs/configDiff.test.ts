import { expect, test } from 'vitest';
import { parseStudyConfig } from '../../report';
import { configDiff } from './configDiff';

test('names every field that differs, and those that one of them leaves to the default', () => {
  const a = parseStudyConfig({ seeds: [1, 2], distil: { epsilon: 0.1 } });
  const b = parseStudyConfig({ seeds: [1], distil: {} });
  expect(configDiff(a, b)).toEqual([
    { field: 'seeds', a: '1, 2', b: '1' },
    { field: 'distil.epsilon', a: '0.1', b: 'default' },
  ]);
  expect(configDiff(a, a)).toEqual([]);
});
