import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBuilt } from '../testing/nodeEncoder';
import { openTokeniser, type Tokeniser } from '../tokenise';
import golden from './offsets.golden.json';

let embedded: Tokeniser;

beforeAll(async () => {
  embedded = openTokeniser(new TextDecoder().decode(await readBuilt('tokenizer.json')), 512);
});

/** Offsets as `tokenizers` gives them, brought to our convention: white space at the ends is not a token's. */
function wanted(text: string, span: string): string {
  if (span === '-') return '-';
  let [start, end] = span.split('-').map(Number) as [number, number];
  const [from, to] = [start, end];
  while (start < end && /\s/.test(text[start]!)) start++;
  while (start < end && /\s/.test(text[end - 1]!)) end--;
  return start === end ? `${from}-${to}` : `${start}-${end}`;
}

const show = (span: { start: number; end: number } | undefined) =>
  span ? `${span.start}-${span.end}` : '-';

/**
 * Where ours differ on purpose: `▁` that the tokeniser put in has no characters of its own, theirs has the next one;
 * what was composed of several characters has all of them, theirs the first.
 */
function reason(text: string, piece: string, own: string, theirs: string): string {
  const [start, end] = own.split('-').map(Number) as [number, number];
  const [from, to] = theirs.split('-').map(Number) as [number, number];
  if (/^▁+$/.test(piece) && start === end && start === from) return 'put in';
  const raw = text.slice(start, end);
  const composes = raw.normalize('NFC') !== raw || raw.normalize('NFKC').length < raw.length;
  return start <= from && to <= end && composes ? 'composed' : `${piece}: ${own}, not ${theirs}`;
}

function counts(texts: number, otherTokens: number, same: number, putIn: number, composed: number) {
  return { texts, otherTokens, same, putIn, composed };
}

// Texts whose tokens the library itself cuts otherwise than the Rust one, which have no common offsets: it fuses unknown
// characters across words, `\w` in its Whitespace is ASCII's, and it cuts a literal `<unk>`.
const EXPECTED = new Map([
  ['embedded', counts(316, 1, 4029, 93, 6)],
  ['WordPiece, lower case, accents stripped', counts(54, 0, 929, 0, 0)],
  ['WordPiece, NFKC, accents stripped', counts(54, 13, 603, 0, 2)],
  ['byte-level BPE', counts(54, 0, 1384, 0, 0)],
  ['byte-level BPE, split by a pattern, NFC', counts(54, 0, 1361, 0, 18)],
  ['BPE with byte fallback', counts(54, 0, 1913, 30, 0)],
  ['BPE with unknown characters', counts(54, 17, 726, 0, 0)],
]);

describe('offsets of Hugging Face tokenizers (tools/oracles/tokenOffsets.py)', () => {
  test.each(golden)('$name', ({ name, json, cases }) => {
    const { tokenise, spans } = json === '' ? embedded : openTokeniser(json, 512);
    const count = { texts: cases.length, otherTokens: 0, same: 0, putIn: 0, composed: 0 };
    for (const { text, tokens, spans: theirs } of cases) {
      const own = spans(text);
      const { pieces } = tokenise(text);
      expect(own).toHaveLength(pieces.length);
      if (pieces.join('␟') !== tokens) {
        count.otherTokens++;
        continue;
      }
      const list = theirs === '' ? [] : theirs.split(' ');
      own.forEach((one, at) => {
        const [found, right] = [show(one), wanted(text, list[at]!)];
        const why = found === right ? 'same' : reason(text, pieces[at]!, found, right);
        if (why === 'same') count.same++;
        else if (why === 'put in') count.putIn++;
        else if (why === 'composed') count.composed++;
        else throw new Error(`${JSON.stringify(text)}, token ${at}, ${why}`);
      });
    }
    expect(count).toEqual(EXPECTED.get(name));
  });
});

/** The text below each token of the embedded encoder. */
const below = (text: string) =>
  embedded
    .spans(text)
    .slice(1, -1)
    .map((span) => span && text.slice(span.start, span.end))
    .join('|');

describe('the embedded tokeniser', () => {
  test.each([
    ['spaces of all kinds', '  wake \u00a0 me ', 'wake|me'],
    ['a lone metaspace', 'wake ดี', 'wake|ดี'],
    ['full-width forms', 'Ａ１ b', 'Ａ|１|b'],
    ['a mark composed with its letter', 'cafe\u0301', 'cafe\u0301'],
    ['half-width katakana with its mark', 'ﾀﾞ', 'ﾀﾞ'],
    ['an unknown character', '\u{1fae9}', '\u{1fae9}'],
    ['a metaspace in the text', 'wake▁me', 'wake|me'],
  ])('%s', (_, text, wanted) => {
    expect(
      below(text)
        .replaceAll(/\|+/g, '|')
        .replace(/^\||\|$/g, ''),
    ).toBe(wanted);
  });

  test('special tokens have no place, and a text that is cut has those of its tokens', () => {
    expect(embedded.spans('')).toEqual([undefined, undefined]);
    const long = 'wake me at seven '.repeat(600);
    expect(embedded.spans(long)).toHaveLength(512);
    expect(embedded.spans(long)[511]).toBeUndefined();
    expect(embedded.spans(long)[510]).toBeDefined();
  });

  const unit = fc.constantFrom(
    ...'ab é漢字กำทเ\u0301\u0323ﬁ½▁\u3000ﾀﾞक\u093c\u095c\u200d\u200c\u00ad7.',
    ...['😀', '👍🏽', '\u{1fae9}', '\u1112\u1161', ' wake', 'प्र', '\ud800'],
  );

  test('spans are in the text, in order, cut no character and cover all that is kept', () => {
    void fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
        const text = units.join('');
        const spans = embedded.spans(text);
        expect(spans).toHaveLength(embedded.tokenise(text).pieces.length);
        let [start, covered] = [0, 0];
        for (const span of spans.slice(1, -1)) {
          if (!span) throw new Error(`no span in ${JSON.stringify(text)}`);
          expect(span.start).toBeGreaterThanOrEqual(start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(text.slice(covered, span.start).replaceAll(DROPPED, '')).toBe('');
          start = span.start;
          covered = Math.max(covered, span.end);
        }
        expect(text.slice(covered).replaceAll(DROPPED, '')).toBe('');
      }),
    );
  });

  test('a word in front moves the spans and changes nothing else', () => {
    const front = embedded.spans('Wake').length - 1;
    void fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
        const text = units.join('');
        fc.pre(!/^\p{M}/u.test(text)); // would be composed with the space
        const shifted = embedded
          .spans(`Wake ${text}`)
          .slice(front)
          .map((span) => span && { start: span.start - 5, end: span.end - 5 });
        expect(shifted).toEqual(embedded.spans(text).slice(1));
      }),
    );
  });
});

/** What the tokeniser makes spaces of. */
const DROPPED = /[\s▁\u200b-\u200f\ufeff\ufffd]/g;
