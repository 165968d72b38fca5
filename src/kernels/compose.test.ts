import { expect, test } from 'vitest';
import { compose } from './compose';

test('replaces a line by the part it names, and leaves the rest alone', () => {
  const got = compose('a\n// @include alignedTokens\nb // @include nothing here');
  expect(got).toMatch(/^a\n\/\/ alignedTokens: /);
  expect(got).toMatch(/fn xAt\(.*\nb \/\/ @include nothing here$/s);
});

test('takes a part by choice, and expands its names', () => {
  const got = compose('// @include TOKENS\n$COUNT', { COUNT: 3 }, { TOKENS: 'anyTokens' });
  expect(got).toMatch(/^\/\/ anyTokens: /);
  expect(got).toMatch(/\n3$/);
});

test('names a part that is not there', () => {
  expect(() => compose('// @include nowhere')).toThrow('no shaders/parts/nowhere.wgsl');
});
