import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unlocatedSlots } from './corpora/unlocatedSlots';
import { pieceSpans } from './pieceSpans';
import { slotsOfSpans } from './slotsOfSpans';

describe('pieceSpans', () => {
  /** The text below each piece. */
  const below = (text: string, ...pieces: string[]) =>
    pieceSpans(text, pieces)?.map(({ start, end }) => text.slice(start, end));

  test.each([
    ['subwords and spaces', ' set  an alarm', ['▁set', '▁a', 'n', '▁al', 'arm'], 'set|a|n|al|arm'],
    ['a lone metaspace', 'a 7', ['▁a', '▁', '7'], 'a||7'],
    ['a metaspace in the text', 'a▁b', ['▁a', '▁b'], 'a|b'],
    ['pieces that end early', 'one two', ['▁one'], 'one'],
    ['full-width forms', 'Ａ１ b', ['▁A', '1', '▁b'], 'Ａ|１|b'],
    ['one character made two pieces', '½x', ['▁1', '⁄2', 'x'], '½|½|x'],
    ['a mark composed with its letter', 'cafe\u0301s', ['▁caf', 'és'], 'caf|e\u0301s'],
    ['Thai sara am', 'ทำดี', ['▁ท\u0e4d', 'าดี'], 'ทำ|ำดี'],
    ['marks that are pieces', 'जगाओ', ['▁जग', 'ाओ'], 'जग|ाओ'],
    ['joiners and controls', 'क\u200dख \u0007ग', ['▁क', '▁ख', '▁ग'], 'क|ख|ग'],
    ['beyond the BMP', '\u{1f600}a', ['▁\u{1f600}', 'a'], '\u{1f600}|a'],
  ])('%s', (_, text, pieces, wanted) => {
    expect(below(text, ...pieces)?.join('|')).toBe(wanted);
  });

  test('pieces of another text have no spans', () => {
    expect(pieceSpans('abc', ['▁ab', 'd'])).toBeUndefined();
    expect(pieceSpans('abc', ['▁abc', 'd'])).toBeUndefined();
    expect(pieceSpans('', [])).toEqual([]);
  });

  test('spans cover all but blanks, in order', () => {
    const unit = fc.constantFrom(...'ab é漢字ก ำ\u0301ﬁ½▁\u3000');
    void fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), fc.array(fc.nat(3)), (units, cuts) => {
        const text = units.join('');
        const whole = [...text.normalize('NFKC').replaceAll(/[\s▁]/g, '')];
        const pieces: string[] = [];
        for (const cut of [...cuts, whole.length]) pieces.push(whole.splice(0, cut).join(''));
        const spans = pieceSpans(text, pieces);
        if (!spans) return; // composed across a blank that NFKC makes
        let end = 0;
        for (const span of spans) {
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          if (span.end > span.start) end = Math.max(end, span.end);
        }
        expect(text.slice(end).replaceAll(/[\s▁]/g, '')).toBe('');
      }),
    );
  });
});

describe('slotsOfSpans', () => {
  const slot = (name: string, start: number, end: number) => ({ name, start, end });
  const at = (start: number, end: number, ...slots: ReturnType<typeof slot>[]) =>
    slotsOfSpans([{ start, end }], slots)[0];

  test('overlap by one unit is enough, touching is not, an empty span has none', () => {
    const slots = [slot('A', 4, 8)];
    const spans = [
      { start: 0, end: 4 },
      { start: 3, end: 5 },
      { start: 7, end: 9 },
      { start: 8, end: 9 },
      { start: 5, end: 5 },
    ];
    expect(slotsOfSpans(spans, slots)).toEqual([null, 'A', 'A', null, null]);
    expect(slotsOfSpans(spans, [])).toEqual([null, null, null, null, null]);
  });

  test('the innermost of nested slots, whatever their order', () => {
    const [outer, inner] = [slot('OUT', 0, 9), slot('IN', 3, 5)];
    for (const slots of [
      [outer, inner],
      [inner, outer],
    ]) {
      expect(at(3, 5, ...slots)).toBe('IN');
      expect(at(0, 4, ...slots)).toBe('IN');
      expect(at(0, 3, ...slots)).toBe('OUT');
    }
  });

  test('of others the larger overlap, then the earlier', () => {
    expect(at(2, 7, slot('A', 0, 4), slot('B', 4, 9))).toBe('B');
    expect(at(2, 6, slot('B', 4, 9), slot('A', 0, 4))).toBe('A');
  });
});

describe('unlocatedSlots', () => {
  const parse = '[IN:X [SL:A one ] [SL:B [IN:Y [SL:C two ] ] ] [SL:A three ] ]';
  const slot = (name: string) => ({ name, start: 0, end: 1 });

  test('top slots that have fewer spans than the parse has of them', () => {
    expect(unlocatedSlots({ parse, slots: [slot('A'), slot('B'), slot('A')] })).toEqual([]);
    expect(unlocatedSlots({ parse, slots: [slot('A')] })).toEqual(['A', 'B']);
    expect(unlocatedSlots({ parse: '[IN:X ]', slots: [] })).toEqual([]);
  });
});
