import { expect, test } from 'vitest';
import { coloursOf } from '../colourScale';
import { inRange } from './fontFaces';
import { soundXml, sourceLine } from './pictureWords';
import { scaleLegend } from './scaleLegend';
import { fillLines } from './wrapText';

test('the source line has every fact once, kept apart from its neighbours', () => {
  const about = { run: 'run_1', rows: 'call mum now', seed: null, cost: 0.12345, n: 30, b: '' };
  const words = { title: 'A', notes: ['Rows: call mum now'], scale: null };
  expect(sourceLine({ about }, words)).toBe(
    'Optical Bench · run \u2068run_1\u2069 · cost \u20680.123\u2069 · n \u206830\u2069',
  );
});

test('a picture holds no character that XML forbids', () => {
  expect(soundXml('<t>a\0\u0001\u001f\ufffe\ud800b\t\n😀ก</t>')).toBe(
    '<t>a\ufffd\ufffd\ufffd\ufffd\ufffdb\t\n😀ก</t>',
  );
});

test('the legend of colours says how they follow values', () => {
  const matrix = { unit: 'share', domain: [0, 1], scale: 'sqrt', diverging: false } as const;
  const legend = scaleLegend(matrix, coloursOf(matrix, false));
  expect(legend.label).toBe('share, square-root colours');
  expect(legend.ticks).toEqual(['0', '0.0625', '0.25', '0.563', '1']);
  const both = { ...matrix, domain: [-0.2, 0.2], scale: 'linear', diverging: true } as const;
  expect(scaleLegend(both, coloursOf(both, false)).ticks[0]).toBe('−0.2');
});

test('lines break between words, within a word that is too long, and lose nothing', () => {
  const fits = (line: string) => line.length <= 10;
  expect(fillLines('one two three four', fits)).toEqual(['one two', 'three four']);
  expect(fillLines('ab 0123456789abcdef', fits)).toEqual(['ab 0123456', '789abcdef']);
  expect(fillLines('one two as, then', fits)).toEqual(['one two as,', 'then']);
  expect(fillLines('', fits)).toEqual([]);
  const thai = 'พรุ่งนี้ฝนจะตกไหม';
  const lines = fillLines(thai, fits);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join('')).toBe(thai);
});

test('a font is wanted where one letter lies in its range', () => {
  const codes = new Set([0x41, 0xe01]);
  expect(inRange(codes, 'U+0E01-0E5B, U+200C-200D')).toBe(true);
  expect(inRange(codes, 'U+4??')).toBe(false);
  expect(inRange(codes, 'u+41')).toBe(true);
  expect(inRange(codes, '')).toBe(true);
});
