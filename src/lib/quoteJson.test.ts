import { expect, test } from 'vitest';
import { quoteJson } from './quoteJson';

test('values are JSON, cut, and never too deep', () => {
  expect([undefined, null, 'a"b', 1.5, [1], { a: 1 }].map((value) => quoteJson(value))).toEqual([
    ...['undefined', 'null', '"a\\"b"', '1.5', '[1]', '{"a":1}'],
  ]);
  expect(quoteJson('x'.repeat(100), 5)).toBe('"xxxx…');
  expect(quoteJson('ab😀', 4)).toBe('"ab\ufffd…');
  const deep = JSON.parse(`${'[{"a":'.repeat(50_000)}1${'}]'.repeat(50_000)}`) as unknown[];
  expect(quoteJson(deep)).toBe('a list of many levels');
  expect(quoteJson(deep[0])).toBe('an object of many levels');
});
