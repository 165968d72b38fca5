import { describe, expect, it } from 'vitest';
import { parseTree } from '../parseTree';
import { resolveSpans } from './slotSpans';

const text = 'ตั้งปลุก 😀 เจ็ดโมง ครับ';
const value = 'เจ็ดโมง';
const tree = parseTree('[IN:CREATE_ALARM [SL:DATE_TIME เจ็ด โมง ] ]');
const before = text.slice(0, text.indexOf(value));

const SIZES = {
  'UTF-16 units': (part: string) => part.length,
  'code points': (part: string) => [...part].length,
  'UTF-8 bytes': (part: string) => new TextEncoder().encode(part).length,
};

describe('resolveSpans', () => {
  it.each(Object.entries(SIZES))('finds a Thai slot whose offsets count %s', (_, size) => {
    const span = { name: 'DATE_TIME', start: size(before), end: size(before) + size(value) };
    const [found] = resolveSpans([span], { text, tree, tokens: [] })?.spans ?? [];
    expect(text.slice(found?.start, found?.end)).toBe(value);
  });

  it('lets the tokens decide where the parse has other words', () => {
    const size = SIZES['UTF-8 bytes'];
    const span = { name: 'DATE_TIME', start: size(before), end: size(before) + size(value) };
    const tokens = [{ token: 'ครับ', start: size(`${before}${value} `), length: size('ครับ') }];
    const [found] = resolveSpans([span], { text, tree: undefined, tokens })?.spans ?? [];
    expect(text.slice(found?.start, found?.end)).toBe(value);
  });

  it.each(Object.entries(SIZES))('finds spans that cut tokens, counted in %s', (unit, size) => {
    const at = (part: string) => ({ start: size(before), end: size(before) + size(part) });
    const tokens = text.split(' ').map((token) => ({
      ...{ token, length: size(token) },
      start: size(text.slice(0, text.indexOf(token))),
    }));
    const cut = [...value].slice(0, 4).join('');
    const spans = [
      { name: 'DATE_TIME', ...at(value) },
      { name: 'X', ...at(cut) },
    ];
    const found = resolveSpans(spans, { text, tree, tokens });
    expect(found?.unit).toBe(unit);
    expect(found?.torn.map(({ start, end }) => text.slice(start, end))).toEqual([cut]);
  });

  it('takes the unit in which the slot is a word of its own, where another holds the same inside a word', () => {
    const quoted = "ก𐍈 𐍈😀😀😀 ' 語😀 語'😀अ語'";
    const start = SIZES['UTF-8 bytes'](quoted.slice(0, 13));
    expect([quoted[13], quoted[start]]).toEqual(["'", "'"]);
    const span = { name: 'S', start, end: start + 1 };
    const wanted = parseTree("[IN:SET_ALARM [SL:S ' ] ]");
    const resolved = resolveSpans([span], { text: quoted, tree: wanted, tokens: [] });
    expect(resolved).toMatchObject({ unit: 'UTF-8 bytes', spans: [{ start: 13, end: 14 }] });
  });

  it('takes UTF-16 where nothing decides', () => {
    const span = { name: 'X', start: 0, end: 3 };
    const resolved = resolveSpans([span], { text, tree: undefined, tokens: [] });
    expect(resolved).toEqual({ spans: [span], unit: 'UTF-16 units', torn: [] });
  });

  it.each([
    [5, 5],
    [6, 5],
    [0, 99],
  ])('refuses %i:%i', (start, end) => {
    expect(resolveSpans([{ name: 'X', start, end }], { text, tree, tokens: [] })).toBeUndefined();
  });
});
