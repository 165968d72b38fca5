import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carrySpans, findWords } from './carrySpans';

const cut = (text: string, span: { start: number; end: number } | undefined) =>
  span && text.slice(span.start, span.end);

describe('carrySpans', () => {
  it('carries tokens of a script without spaces to their sentence', () => {
    const tokens = ['ตั้ง', 'ปลุก', '😀', 'เจ็ด', 'โมง'];
    const from = tokens.join(' ');
    const start = from.indexOf('เจ็ด');
    const to = 'ตั้งปลุก 😀เจ็ดโมง';
    expect(cut(to, carrySpans([{ start, end: from.length }], from, to)?.[0])).toBe('เจ็ดโมง');
  });

  it('drops white space at the ends of a span', () => {
    expect(carrySpans([{ start: 1, end: 4 }], 'a b c', 'ab  c')).toEqual([{ start: 1, end: 2 }]);
  });

  it.each([
    ['other letters', 'a b', 'a c', 0, 1],
    ['more letters', 'a b', 'a b c', 0, 1],
    ['a span of white space', 'a b', 'a b', 1, 2],
  ])('refuses %s', (_, from, to, start, end) => {
    expect(carrySpans([{ start, end }], from, to)).toBeUndefined();
  });

  it('gives every word its own letters, whatever the white space', () => {
    const word = fc.stringMatching(/^[a-zก-ฮ😀]{1,5}$/u);
    const gap = fc.constantFrom('', ' ', '\u00a0', '  ', '\n');
    fc.assert(
      fc.property(fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 6 }), (parts) => {
        const from = parts.map(([text]) => text).join(' ');
        const to = parts.flat().join('');
        let at = 0;
        const spans = parts.map(([text]) => {
          at += text.length + 1;
          return { start: at - text.length - 1, end: at - 1 };
        });
        const carried = carrySpans(spans, from, to);
        expect(carried?.map((span) => cut(to, span))).toEqual(parts.map(([text]) => text));
      }),
    );
  });
});

describe('findWords', () => {
  it('finds words at one place alone', () => {
    expect(findWords(['b', 'c'], 'a b  c d')).toEqual({ start: 2, end: 6 });
    expect(findWords(['พรุ่งนี้'], 'ฝนพรุ่งนี้ไหม')).toEqual({ start: 2, end: 10 });
    expect(findWords(['b'], 'a b b')).toBeUndefined();
    expect(findWords(['x'], 'a b')).toBeUndefined();
    expect(findWords([' '], 'a b')).toBeUndefined();
    // Overlapping places are two places.
    expect(findWords(['aa'], 'aaa')).toBeUndefined();
  });
});
