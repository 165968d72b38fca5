import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBuilt } from '../encoders/testing/nodeEncoder';
import { makeTokeniser } from '../encoders/tokenise';
import { type Pieces, splitWords, wordsOfPieces } from './wordPieces';

let pieces: Pieces;

beforeAll(async () => {
  const tokenise = makeTokeniser(new TextDecoder().decode(await readBuilt('tokenizer.json')), 512);
  pieces = (text) => tokenise(text).pieces.slice(1, -1);
});

/** The text of each word's pieces, `▁` shown as `_`. */
function grouped(line: string): string[] {
  const own = pieces(line);
  const words = splitWords(line);
  const index = wordsOfPieces(own, words, pieces);
  const texts = words.map(() => '');
  own.forEach((piece, token) => {
    texts[index[token]!] += piece.replaceAll('▁', '_');
  });
  return texts;
}

describe('splitWords', () => {
  test('spaces alone separate; a no-break or full-width space does not', () => {
    expect(splitWords('  a  b\u00a0c d\u3000e\u2009f ')).toEqual([
      'a',
      'b\u00a0c',
      'd\u3000e\u2009f',
    ]);
    expect(splitWords('   ')).toEqual([]);
  });
});

describe('wordsOfPieces', () => {
  test.each([
    ['plain, with punctuation', 'Wake me, please.', ['_Wake', '_me,', '_please.']],
    ['double and outer spaces', '  Wake   me ', ['_Wake', '_me']],
    ['a tab and a no-break space inside a word', 'a\tb c\u00a0d', ['_a_b', '_c_d']],
    ['full-width letters and digits', 'Ｗａｋｅ １２', ['_Wake', '_12']],
    ['marks that stand apart', 'cafe\u0301 au', ['_café', '_au']],
    ['a word that begins with a mark', 'a \u0301b c', ['_a', '_\u0301b', '_c']],
    ['an accent that NFKC sets on a space of its own', 'a \u00b4b c', ['_a', '_\u0301b', '_c']],
    ['a ligature and a fraction', 'ﬁn ½ x', ['_fin', '_1⁄2', '_x']],
    ['Thai, which has no spaces inside', 'ปลุกฉัน คำ', ['_ปลุกฉัน', '_ค\u0e4d\u0e32']],
    ['Devanagari', 'मुझे जगाओ', ['_मुझे', '_जगाओ']],
    [
      'what has no piece in the vocabulary',
      'a \u{1fae9}\u{1fae9} \u{1fae9} b',
      ['_a', '_\u{1fae9}\u{1fae9}', '_\u{1fae9}', '_b'],
    ],
    ['the metaspace itself', 'a ▁ b▁c', ['_a', '', '_b_c']],
    ['words of which nothing is left', 'a \u0007 \u200b\u200b b \u0007', ['_a', '', '', '_b', '']],
    ['the same in front', '\u200b a', ['', '_a']],
  ])('%s', (_, line, wanted) => {
    expect(grouped(line)).toEqual(wanted);
  });

  test('nothing but vanishing words has no pieces', () => {
    expect(grouped('\u200b \u0007')).toEqual(['', '']);
    expect(wordsOfPieces([], [], pieces)).toHaveLength(0);
  });

  test('pieces cut off at the end leave the last words alone', () => {
    const line = 'Wake me at seven';
    expect([...wordsOfPieces(pieces(line).slice(0, 2), splitWords(line), pieces)]).toEqual([0, 1]);
  });

  test('words of another line are refused', () => {
    expect(() => wordsOfPieces(pieces('wake me'), ['sleep', 'me'], pieces)).toThrow(
      /piece 0 is ".*", but the words go on with "sl/,
    );
  });

  test('each word gets the characters that it alone would have, in any line', () => {
    const hard = fc.constantFrom(
      ...'a bé\u0301\u0e33ก\u200b\u0007ﬁ½\u00a0\u3000▁\u{1fae9}Ａ１\u0345ｶ\uff9e\u1100\u1161\u11a8क\u093c',
    );
    const any = fc.oneof(hard, fc.string({ unit: 'grapheme', maxLength: 3 }));
    void fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (parts) => {
        const line = parts.join('').replaceAll('\n', ' ');
        const wanted = splitWords(line).map((word) => pieces(word).join('').replaceAll('▁', ''));
        expect(grouped(line).map((text) => text.replaceAll('_', ''))).toEqual(
          wanted.map((text) => text.replaceAll('_', '')),
        );
      }),
      { numRuns: 300 },
    );
  });
});
