import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './decodeUtf8';
import { splitLines } from './splitLines';
import { onlyParseErrors, parseErrorOf } from './testing';

const encode = (text: string) => [...new TextEncoder().encode(text)];

describe('decodeUtf8', () => {
  it('strips a byte order mark at the start and nowhere else', () => {
    const bytes = new Uint8Array(encode('\uFEFFa\n\uFEFFb'));
    expect(decodeUtf8('a.txt', bytes)).toBe('a\n\uFEFFb');
  });

  it.each([
    ['a lone continuation byte', [0x80], 1],
    ['Latin-1 in line 3', [...encode('a\nb\nz'), 0xfc, ...encode('rich\n')], 3],
    ['a character cut off by the end', [...encode('a\nก').slice(0, -1)], 2],
    ['an overlong slash', [...encode('ok\n'), 0xc0, 0xaf], 2],
  ])('names the line of %s', (_, bytes, line) => {
    expect(parseErrorOf(() => decodeUtf8('de/eval.txt', new Uint8Array(bytes)))).toBe(
      `de/eval.txt, line ${line}: found bytes that are not UTF-8, wanted UTF-8 text`,
    );
  });

  it('names UTF-16', () => {
    expect(parseErrorOf(() => decodeUtf8('a.txt', new Uint8Array([0xff, 0xfe, 0x61, 0])))).toBe(
      'a.txt: found UTF-16 text, wanted UTF-8; save it as UTF-8',
    );
  });

  it('throws nothing but ParseError', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => onlyParseErrors(() => decodeUtf8('x', bytes))),
    );
  });

  it('gives back any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8('x', new TextEncoder().encode(`\uFEFF${text}`))).toBe(text);
      }),
    );
  });
});

describe('splitLines', () => {
  it('splits on \\n only and drops one \\r before it', () => {
    expect(splitLines('a', 'a\u2028b\u0085c\r\n\r\nd\re')).toEqual(['a\u2028b\u0085c', '', 'd\re']);
  });

  it.each([['a\nb'], ['a\nb\n']])('reads %j as two lines', (text) => {
    expect(splitLines('a', text)).toEqual(['a', 'b']);
  });

  it.each([[''], ['\n'], [' \r\n\t']])('refuses %j as empty', (text) => {
    expect(parseErrorOf(() => splitLines('en/test.txt', text))).toBe(
      'en/test.txt: the file is empty, wanted rows',
    );
  });
});
