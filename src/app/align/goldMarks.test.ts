import { expect, it } from 'vitest';
import { pieceSpans } from '../../data';
import { labelTokens } from '../tokens';
import { goldCells, spacedWords } from './goldMarks';
import { groupTokens } from './units';

function side(text: string, pieces: string[]) {
  const spans = pieceSpans(text, pieces) ?? null;
  return { language: 'de', text, tokens: labelTokens(pieces), slots: [], spans };
}

it('marks the cells of all tokens of linked words, sure over possible', () => {
  const [rows, columns] = [
    side('weck mich', ['▁we', 'ck', '▁mich']),
    side('wake  me', ['▁wake', '▁', '▁me']),
  ];
  const words = [spacedWords(rows), spacedWords(columns)] as const;
  expect([...words[0]]).toEqual([0, 0, 1]);
  expect([...words[1]]).toEqual([0, -1, 1]);
  const gold = {
    id: null,
    sure: [{ i: 0, j: 0 }],
    possible: [
      { i: 0, j: 0 },
      { i: 1, j: 1 },
    ],
  };
  const grouped = [groupTokens(rows, 'subword'), groupTokens(columns, 'subword')] as const;
  expect([...goldCells(gold, grouped, words)]).toEqual([2, 0, 0, 2, 0, 0, 0, 0, 1]);
  const byWord = [groupTokens(rows, 'word'), groupTokens(columns, 'word')] as const;
  expect([...goldCells(gold, byWord, words)].filter((kind) => kind > 0)).toEqual([2, 1]);
});
