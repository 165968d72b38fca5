import { describe, expect, test } from 'vitest';
import { unlocatedSlots } from './corpora/unlocatedSlots';
import { slotsOfSpans } from './slotsOfSpans';

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
