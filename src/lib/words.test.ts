import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldWord, splitRuns, splitWords, tokeniseWords } from './words';

describe('splitWords', () => {
  it('gives the words of every alphabet as they are spelt', () => {
    expect(splitWords('¿ Cuál es la temperatura, en Londres?')).toEqual(
      'Cuál es la temperatura en Londres'.split(' '),
    );
    expect(splitWords('मुझे 2018 में होने वाले ।')).toEqual(['मुझे', '2018', 'में', 'होने', 'वाले']);
    expect(splitWords("Mitä kello on? ng'ombe su'aal")).toEqual(
      ['Mitä', 'kello', 'on', 'ng', 'ombe', 'su', 'aal'], // an apostrophe parts words
    );
    expect(splitWords("qu'elle 7:30 440-555")).toEqual(splitWords("qu' elle 7 : 30 440 - 555"));
  });

  it('keeps the spaces of segmented Thai and finds words in raw Thai', () => {
    expect(splitWords('แสดง วัน ที่ ใน ปี 2018')).toEqual(['แสดง', 'วัน', 'ที่', 'ใน', 'ปี', '2018']);
    expect(splitWords('แสดงเทศกาลดนตรี').length).toBeGreaterThan(1);
    expect(splitWords('แสดงเทศกาลดนตรี').join('')).toBe('แสดงเทศกาลดนตรี');
    expect(splitRuns('แสดงเทศกาลดนตรี now')).toEqual(['แสดงเทศกาลดนตรี', 'now']);
  });

  it('keeps Thai AM whole, which NFKC takes apart, so that the dictionary knows its words', () => {
    expect('น้ำ'.normalize('NFKC')).not.toBe('น้ำ');
    expect(splitWords('ทำ น้ำ')).toEqual(['ทำ', 'น้ํา'.replace('\u0e4d\u0e32', '\u0e33')]);
    expect(splitRuns('ຳ')).toEqual(['ຳ']);
  });

  it('drops format characters; the zero width space parts words', () => {
    expect(splitWords('a\u00adb c\u200bd क्\u200dष \ufeffe')).toEqual(['ab', 'c', 'd', 'क्ष', 'e']);
  });

  it('has no words in what has none', () => {
    for (const text of ['', '  \n', '?!—…', '\ud800', '😀']) expect(splitWords(text)).toEqual([]);
    expect(splitWords('a\ud800b')).toEqual(['a', 'b']);
  });

  it('takes a word of 100,000 letters, also where a dictionary looks at it', () => {
    expect(splitWords('x'.repeat(1e5))).toEqual(['x'.repeat(1e5)]);
    // Uncut, the segmenter is quadratic: the test's own time-out would end it.
    expect(splitWords('ก'.repeat(1e5)).join('').length).toBe(1e5);
  });
});

describe('foldWord', () => {
  it('makes spellings equal', () => {
    expect(foldWord('STRASSE')).toBe(foldWord('Straße'));
    expect(foldWord('ΣΟΦΟΣ')).toBe(foldWord('σοφος'));
    expect(foldWord('Ｆｕｌｌ'.normalize('NFKC'))).toBe('full');
    expect(foldWord('á')).toBe('á'.normalize('NFC'));
    expect(foldWord('música')).not.toBe(foldWord('musica'));
    expect(foldWord('constructor')).toBe('constructor');
  });

  it.each(['०१२३४५६७८९', '๐๑๒๓๔๕๖๗๘๙', '٠١٢٣٤٥٦٧٨٩', '𑁦𑁧𑁨𑁩𑁪𑁫𑁬𑁭𑁮𑁯', '0123456789'])(
    'writes the digits %s as 0 to 9',
    (digits) => expect(foldWord(digits)).toBe('0123456789'),
  );

  it('is done after one time for every letter, ẞ among them', () => {
    const again: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const letter = String.fromCodePoint(code);
      if (!/^[\p{L}\p{M}\p{N}]$/u.test(letter)) continue;
      const folded = foldWord(letter.normalize('NFKC'));
      if (foldWord(folded) !== folded) again.push(letter);
    }
    expect(again).toEqual([]);
    expect(foldWord('GROẞ')).toBe(foldWord('groß'));
  });

  it('is done after one time, and words hold nothing but letters, marks and numbers', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(text, (value) => {
        for (const word of splitWords(value)) {
          expect(word).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
          expect(foldWord(foldWord(word))).toBe(foldWord(word));
        }
        expect(tokeniseWords(value)).toEqual(splitWords(value).map(foldWord));
        expect(splitRuns(value).join('')).toBe(splitWords(value).join(''));
      }),
      { numRuns: 500 },
    );
  });
});
