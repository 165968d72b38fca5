import { expect, test } from 'vitest';
import { identityHead, importHead } from './importedHead';

const values = Float32Array.of(1, 2, 3, 4, 5, 6);

test('takes a projection of the right shape as it is', () => {
  expect(importHead({ values, shape: [2, 3] }, 3)).toEqual(values);
});

test('refuses another shape, another count and values that are not finite', () => {
  const refuse = (change: object, inputs = 3) =>
    expect(() => importHead({ values, shape: [2, 3], ...change }, inputs));
  refuse({}, 4).toThrow('Imported projection: found [2,3], wanted [outputs, 4]');
  refuse({ shape: [6] }).toThrow('found [6], wanted [outputs, 3]');
  refuse({ shape: [0, 3] }).toThrow('found [0,3]');
  refuse({ shape: [3, 3] }).toThrow('found 6 values, wanted 9 for [3,3]');
  refuse({ values: Float32Array.of(1, 2, 3, 4, Number.NaN, 6) }).toThrow(
    'found NaN in row 1, column 1, wanted finite values',
  );
});

test('the identity leaves vectors as they are', () => {
  expect([...identityHead(2)]).toEqual([1, 0, 0, 1]);
});
