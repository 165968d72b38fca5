import { expect, it } from 'vitest';
import { pieceSpans } from '../../data';
import type { Sentence } from '../alignProblem';
import { labelTokens } from '../tokens';
import { groupTokens, MOST_SHOWN } from './units';

function sentenceOf(text: string, pieces: string[]): Sentence {
  const spans = pieceSpans(text, pieces) ?? null;
  return { language: 'de', text, tokens: labelTokens(pieces), slots: [], spans };
}

const wake = sentenceOf('weck mich um sieben', ['▁we', 'ck', '▁mich', '▁um', '▁', 'sieben']);

it('leaves subwords as they are', () => {
  const { sentence, of, note } = groupTokens(wake, 'subword');
  expect(sentence.tokens).toEqual(wake.tokens);
  expect([...of]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(note).toBeNull();
});

it('puts the pieces of a word together, a lone marker apart', () => {
  const { sentence, of } = groupTokens(wake, 'word');
  expect(sentence.tokens.map(({ text }) => text)).toEqual(['weck', 'mich', 'um', '␣', 'sieben']);
  expect([...of]).toEqual([0, 0, 1, 2, 3, 4]);
  expect(sentence.spans![0]).toEqual({ start: 0, end: 4 });
});

it('shows a part, starting in the middle of a word', () => {
  const { sentence, of, tokens } = groupTokens(wake, 'word', { from: 1, to: 3 });
  expect(sentence.tokens.map(({ text }) => text)).toEqual(['ck', 'mich']);
  expect([...of]).toEqual([-1, 0, 1, -1, -1, -1]);
  expect(tokens).toBe(2);
});

it('puts long texts into blocks and says so; every token keeps a group', () => {
  const long = sentenceOf('x', []);
  const tokens = labelTokens(Array.from({ length: 500 }, (_, k) => `▁w${k}`));
  const { sentence, of, note } = groupTokens({ ...long, tokens, spans: null }, 'word');
  expect(sentence.tokens.length).toBeLessThanOrEqual(MOST_SHOWN);
  expect(note).toBe('500 words in 125 blocks of 4');
  expect(sentence.tokens[1]!.text).toBe('w4 w5 w6 w7');
  expect(Math.min(...of)).toBe(0);
  expect(Math.max(...of)).toBe(sentence.tokens.length - 1);
});

it('cuts Thai, which has no spaces, by the dictionary', () => {
  const thai = sentenceOf('วันอาทิตย์ฝนจะตก', ['▁', 'วัน', 'อาทิตย์', 'ฝน', 'จะ', 'ตก']);
  const { sentence } = groupTokens({ ...thai, language: 'th' }, 'word');
  expect(sentence.tokens.length).toBeGreaterThan(3);
  expect(sentence.tokens.map(({ text }) => text).join('')).toBe('␣วันอาทิตย์ฝนจะตก');
});
