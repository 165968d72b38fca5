import { describe, expect, it } from 'vitest';
import { parseTree } from '../parseTree';
import { locateSlots } from './locateSlots';

const locate = (text: string, parse: string) => {
  const { slots, missing } = locateSlots(text, parseTree(parse));
  return {
    slots: slots.map(({ name, start, end }) => `${name} ${text.slice(start, end)}@${start}`),
    missing: missing.map(({ name, words, places }) => `${name} ${words} x${places}`),
  };
};

describe('locateSlots', () => {
  it('finds slots in another order than the parse', () => {
    expect(
      locate(
        'per Whatsapp an Camilla M .',
        '[IN:C [SL:CONTACT Camilla M ] [SL:NAME_APP Whatsapp ] ]',
      ),
    ).toEqual({ slots: ['NAME_APP Whatsapp@4', 'CONTACT Camilla M@16'], missing: [] });
  });

  it('matches whole words only', () => {
    expect(locate('remember the 10 th', '[IN:C [SL:A 1 ] [SL:B em ] ]')).toEqual({
      slots: [],
      missing: ['A 1 x0', 'B em x0'],
    });
  });

  it('takes the words of a nested slot together', () => {
    expect(locate('tell my mom', '[IN:C [SL:R [IN:G [SL:X my ] [SL:Y mom ] ] ] ]').slots).toEqual([
      'R my mom@5',
    ]);
  });

  it('settles a second place by the slots that cover it', () => {
    expect(locate('call me at me time', '[IN:C [SL:P me ] [SL:T me time ] ]').slots).toEqual([
      'P me@5',
      'T me time@11',
    ]);
  });

  it('places equal slots in order', () => {
    expect(locate('a 7 b 7', '[IN:C [SL:N 7 ] [SL:N 7 ] ]').slots).toEqual(['N 7@2', 'N 7@6']);
  });

  it.each([
    ['two places', 'remind me to call me', '[IN:C [SL:P me ] ]', 'P me x2'],
    ['two names for two places', 'me me', '[IN:C [SL:P me ] [SL:Q me ] ]', 'P me x2'],
    ['another case', 'per Whatsapp', '[IN:C [SL:P whatsapp ] ]', 'P whatsapp x0'],
    [
      'words apart',
      'für Blumen morgen bezahlen',
      '[IN:C [SL:P für Blumen bezahlen ] ]',
      'P für Blumen bezahlen x0',
    ],
    ['no words', 'x', '[IN:C [SL:P ] ]', 'P  x0'],
  ])('never guesses: %s', (_, text, parse, missing) => {
    const located = locate(text, parse);
    expect(located.slots).toEqual([]);
    expect(located.missing[0]).toBe(missing);
  });
});
