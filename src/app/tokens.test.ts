import { expect, it } from 'vitest';
import { clipLabel, labelTokens } from './tokens';

it('strips the marker and says where words start', () => {
  expect(labelTokens(['▁set', '▁al', 'arm', '▁', '7'])).toEqual([
    { text: 'set', startsWord: true },
    { text: 'al', startsWord: true },
    { text: 'arm', startsWord: false },
    { text: '␣', startsWord: true },
    { text: '7', startsWord: true },
  ]);
});

it('counts the first piece as a start, marked or not (Thai has no spaces)', () => {
  expect(labelTokens(['ตั้ง', 'ปลุก'])).toEqual([
    { text: 'ตั้ง', startsWord: true },
    { text: 'ปลุก', startsWord: false },
  ]);
});

it('clips by code points, never inside a surrogate pair', () => {
  expect(clipLabel('abcdef', 4)).toBe('abc…');
  expect(clipLabel('😀😀😀', 2)).toBe('😀…');
  expect(clipLabel('abcd', 4)).toBe('abcd');
});
