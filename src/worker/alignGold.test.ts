import { describe, expect, test } from 'vitest';
import { type GoldSettings, judgeFile } from './alignGold';

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });

function judge(links: string, gold: string, change: Partial<GoldSettings> = {}) {
  return judgeFile({
    links: { input: file('l', links), first: 0 },
    gold: {
      ...{ input: file('g', gold), format: 'pharaoh', first: 0, compat: 'none', alpha: 0.5 },
      ...change,
    },
  });
}

describe('judgeFile', () => {
  test('figures of two sentences, without scores no curve', () => {
    // |A| = 4, |S| = 3; 2 sure and 3 possible hits.
    const found = judge('0-0 1-1 2-2\n0-1', '0-0 1-1 2p2\n0-0', { alpha: 1 });
    expect(found).toMatchObject({ pairs: 2, simalign: null, curve: null, notes: [] });
    expect(found.scores.aer).toBeCloseTo(2 / 7, 12);
    expect(found.fAlpha).toEqual({ alpha: 1, value: 0.75 });
  });

  test('the curve where all links have scores, a note where some have', () => {
    const { curve } = judge('0-0-0.9 1-1-0.2', '0-0');
    expect(curve?.map(({ tau, precision, recall }) => [tau, precision, recall])).toEqual([
      [0.2, 0.5, 1],
      [0.9, 1, 1],
    ]);
    const mixed = judge('0-0-0.9 1-1', '0-0');
    expect(mixed.curve).toBeNull();
    expect(mixed.notes).toEqual(['1 of 2 links have no score: no curve']);
  });

  test('simalign: its figures, its way with sentences that are missing, and both are told', () => {
    const [links, gold] = ['a\t0-0 0-1 1-1\nx\t0-0', 'a\t0-0\nb\t0-0 1-1'];
    expect(() => judge(links, gold)).toThrow('l, line 2, sentence id: x is not in g');
    const found = judge(links, gold, { compat: 'simalign' });
    expect(found.simalign).toEqual({ precision: 0.333, recall: 0.333, f1: 0.333, aer: 0.667 });
    expect(found.scores.f1).toBeCloseTo(1 / 3, 12);
    expect(found.notes).toEqual([
      '1 sentences of g have no links; they cost recall',
      '1 lines of links are not in g and were not read',
    ]);
  });

  test('NAACL: sentences without gold and links to NULL are told', () => {
    const { scores, notes } = judge('0-0\n0-0', '1 1 1 S\n1 0 2 S', { format: 'naacl' });
    expect(scores).toMatchObject({ precision: 0.5, recall: 1 });
    expect(notes).toEqual([
      '1 sentences are not in g; all of their links count as wrong',
      '1 links to NULL in g are left out',
    ]);
  });

  test('bytes that are no text are refused by file and line', () => {
    const bytes = Uint8Array.of(0x30, 0x0a, 0xff);
    const gold = { path: 'g', bytes };
    expect(() => judge('0-0', '', { input: gold })).toThrow('g, line 2');
  });
});
