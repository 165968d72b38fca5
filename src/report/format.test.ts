import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METHODS } from './configTypes';
import { languageName, methodName, showChange, showInterval, showMap } from './format';

describe('showChange', () => {
  test.each([
    [0.123, '+12.3'],
    [-0.123, '−12.3'],
    [0, '0.0'],
    [-0, '0.0'],
    [0.0004, '0.0'],
    [-0.0004, '0.0'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('%j is %s', (value, text) => {
    expect(showChange(value)).toBe(text);
  });

  test('is signed, and read back within a twentieth', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
        const text = showChange(value);
        expect(text).toMatch(/^(0\.0|[+−]\d+\.\d)$/);
        expect(Math.abs(Number(text.replace('−', '-')) - 100 * value)).toBeLessThan(0.0501);
      }),
    );
  });
});

test('showMap has one decimal and a dash for nothing', () => {
  expect([0.76549, 1, 0, null, Number.NaN].map(showMap)).toEqual([
    '76.5',
    '100.0',
    '0.0',
    '–',
    '–',
  ]);
});

test('showInterval shows both ends or nothing', () => {
  expect(showInterval([-0.1, 0.05], showChange)).toBe('[−10.0, +5.0]');
  expect(showInterval([0.1, 0.2])).toBe('[10.0, 20.0]');
  expect(showInterval(null)).toBe('');
});

test('every method has a name of its own for people', () => {
  const names = METHODS.map(methodName);
  expect(new Set(names).size).toBe(METHODS.length);
  METHODS.forEach((method, k) => {
    expect(names[k]).not.toBe(method);
  });
  expect(methodName('later')).toBe('later');
});

test('languages have English names; a code that is none stays as it is', () => {
  expect(languageName('sw')).toBe('Swahili');
  expect(languageName('qq')).toBe('qq');
  expect(languageName('<script>')).toBe('<script>');
});
