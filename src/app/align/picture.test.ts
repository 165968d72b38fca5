import { expect, it } from 'vitest';
import { pieceSpans } from '../../data';
import type { AlignResult } from '../../worker';
import type { Sentence } from '../alignProblem';
import { readUrl } from '../look/urlText';
import { labelTokens } from '../tokens';
import type { Solved } from './difference';
import { pictureOf } from './picture';
import { rowFacts, slotMass } from './rowFacts';
import { sentenceParts, textDirection } from './sentenceParts';
import { slotBlocks } from './slotBlocks';

function sentence(text: string, pieces: string[], slots: Sentence['slots'] = []): Sentence {
  const spans = pieceSpans(text, pieces) ?? null;
  return { language: 'en', text, tokens: labelTokens(pieces), slots, spans };
}

const rows = sentence(
  'alarm at seven',
  ['▁al', 'arm', '▁at', '▁seven'],
  [{ name: 'DATE_TIME', start: 6, end: 14 }],
);
const columns = sentence(
  'Wecker um sieben',
  ['▁Wecker', '▁um', '▁sieben'],
  [{ name: 'DATE_TIME', start: 7, end: 16 }],
);

function solved(plan: number[], change: Partial<Solved> = {}): Solved {
  const result = {
    plan: Float32Array.from(plan),
    cost: Float32Array.from(plan, (mass) => 1 - mass),
    gradient: null,
  } as unknown as AlignResult;
  const vectors = { x: new Float32Array(), y: new Float32Array(), n: 4, m: 3, d: 0 };
  const problem = { rows, columns, intent: null, synthetic: true, vectors };
  return { problem, result, vectors: 'encoder', settings: 'ε 0.05', ...change };
}

const DIAGONAL = [0.25, 0, 0, 0.25, 0, 0, 0, 0.125, 0.125, 0, 0, 0.25];
const { look } = readUrl('');

it('pools by word: masses add up, costs are averaged, and it says so', () => {
  const picture = pictureOf(solved(DIAGONAL), null, { ...look, unit: 'word' }, null);
  expect(picture.pooled.rows).toBe(3);
  expect([...picture.pooled.plan]).toEqual([0.5, 0, 0, 0, 0.125, 0.125, 0, 0, 0.25]);
  expect(picture.pooled.cost[0]).toBeCloseTo(0.75, 6);
  expect([...picture.pooled.weights]).toEqual([0.5, 0.25, 0.25]);
  expect(picture.notes[0]).toContain('mass is the sum');
});

it('looks at a part alone', () => {
  const window = { rows: { from: 2, to: 4 }, columns: { from: 1, to: 3 } };
  const { pooled, rows: shown } = pictureOf(solved(DIAGONAL), null, look, window);
  expect([...pooled.plan]).toEqual([0.125, 0.125, 0, 0.25]);
  expect(shown.sentence.tokens.map(({ text }) => text)).toEqual(['at', 'seven']);
});

it('tells A from B, with the total variation distance and the sign turning when they are swapped', () => {
  const other = solved([0.25, 0, 0, 0.25, 0, 0, 0, 0.25, 0, 0, 0, 0.25]);
  const mode = { ...look, mode: 'difference', norm: 'global' } as const;
  const ab = pictureOf(other, solved(DIAGONAL), mode, null);
  const ba = pictureOf(solved(DIAGONAL), other, mode, null);
  expect(ab.totalVariation).toBeCloseTo(0.125, 6);
  expect([...ab.matrix!.values]).toEqual([...ba.matrix!.values].map((value) => 0 - value));
  expect(pictureOf(other, other, mode, null).totalVariation).toBe(0);
  const named = pictureOf(other, solved(DIAGONAL, { vectors: 'ot.de.1' }), mode, null);
  expect(named.against).toEqual({ vectors: 'ot.de.1', settings: 'ε 0.05', pooled: ba.pooled });
  expect(named.notes[0]).toMatch(/^A: ot\.de\.1\. B: encoder\.$/);
});

it('refuses A − B without an A, of other sentences, and of other tokens, where it offers words', () => {
  const mode = { ...look, mode: 'difference' } as const;
  expect(pictureOf(solved(DIAGONAL), null, mode, null).refusal).toContain('needs an A');
  const told = pictureOf(solved(DIAGONAL), 'The run has no head.', mode, null);
  expect(told).toMatchObject({ matrix: null, refusal: 'The run has no head.' });
  const { problem } = solved(DIAGONAL);
  const elsewhere = { ...problem, columns: sentence('um', ['▁um']) };
  const away = pictureOf(
    solved(DIAGONAL),
    solved([1, 1, 1, 1], { problem: elsewhere }),
    mode,
    null,
  );
  expect(away.refusal).toContain('another pair');
  const whole = sentence('alarm at seven', ['▁alarm', '▁at', '▁seven'], rows.slots);
  const coarse = solved([0.25, 0, 0, 0, 0.25, 0, 0, 0, 0.5], {
    problem: { ...problem, rows: whole },
  });
  const refused = pictureOf(solved(DIAGONAL), coarse, mode, null);
  expect(refused).toMatchObject({ tryWords: true, matrix: null });
  const byWord = pictureOf(solved(DIAGONAL), coarse, { ...mode, unit: 'word' }, null);
  expect(byWord.totalVariation).toBeGreaterThan(0);
});

it('measures rows in bits and against their weight', () => {
  const { pooled } = pictureOf(solved(DIAGONAL), null, look, null);
  expect(rowFacts(pooled, 0)).toEqual({ entropy: 0, mass: 0.25, error: 0 });
  expect(rowFacts(pooled, 2).entropy).toBeCloseTo(1, 12);
});

it('follows the mass of slots', () => {
  const leaky = [0.25, 0, 0, 0.25, 0, 0, 0.0625, 0.1875, 0, 0, 0, 0.25];
  const { pooled } = pictureOf(solved(leaky), null, look, null);
  const [slot] = slotMass(pooled, rows, columns);
  expect(slot).toMatchObject({ name: 'DATE_TIME', mass: 0.5, same: 0.875 });
  expect(slot!.leaks).toEqual([{ name: null, share: 0.125 }]);
  expect(slotBlocks(rows)).toEqual([{ name: 'DATE_TIME', from: 2, to: 4 }]);
});

it('cuts a sentence without losing a character', () => {
  const parts = sentenceParts(rows);
  expect(parts.map(({ slot }) => slot)).toEqual([null, 'DATE_TIME']);
  const joined = parts.flatMap(({ tokens }) => tokens.map(({ text }) => text)).join('');
  expect(joined).toBe(rows.text);
  expect(textDirection('123 שלום')).toBe('rtl');
  expect(textDirection('“किया”')).toBe('ltr');
});
