import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textParts } from './textParts';

const shown = (...given: Parameters<typeof textParts>) =>
  textParts(...given).map(({ text, slot, mark }) => mark ?? (slot ? `[${slot} ${text}]` : text));

describe('textParts', () => {
  it('cuts at slots and leaves out those that overlap or lie outside', () => {
    const slots = [
      { name: 'TIME', start: 4, end: 8 },
      { name: 'LATE', start: 6, end: 9 },
      { name: 'WHO', start: 0, end: 3 },
      { name: 'OUT', start: 9, end: 99 },
      { name: 'EMPTY', start: 9, end: 9 },
    ];
    expect(shown('Ann 7 am!', slots)).toEqual(['[WHO Ann]', ' ', '[TIME 7 am]', '!']);
  });

  it('shows characters that turn or hide text, in slots too, and keeps joiners', () => {
    expect(shown('a\u202eb\u0000\u200f')).toEqual(['a', 'RLO', 'b', 'U+0000', 'RLM']);
    expect(shown('x\u2066y', [{ name: 'S', start: 0, end: 3 }])).toEqual(['[S x]', 'LRI', '[S y]']);
    expect(shown('می\u200cخواهم')).toEqual(['می\u200cخواهم']);
    expect(shown('\ud800')).toEqual(['U+D800']);
    expect(shown('😀')).toEqual(['😀']);
  });

  it('loses no character, and keys are places', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\u202e', '語', '😀', '\ud800', ' ', '\n'),
    });
    const span = fc.record({ name: fc.constant('S'), start: fc.nat(9), end: fc.nat(9) });
    fc.assert(
      fc.property(text, fc.array(span, { maxLength: 3 }), (whole, slots) => {
        const parts = textParts(whole, slots);
        expect(parts.map((part) => part.text).join('')).toBe(whole);
        for (const { key, text: part } of parts) expect(whole.startsWith(part, key)).toBe(true);
      }),
    );
  });
});
