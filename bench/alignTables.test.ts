import { expect, test } from 'vitest';
import { goldTable, slotNotes, slotTable } from './alignTables.mjs';

const figures = {
  pairs: 2,
  scores: {
    ...{ precision: 1, recall: 6 / 7, f1: 12 / 13, aer: 1 / 14 },
    counts: { links: 7, sure: 7, sureHits: 6, possibleHits: 7 },
  },
  fAlpha: { alpha: 0.5, value: 12 / 13 },
  simalign: null,
};

test('gold figures: a table and the counts behind it', () => {
  expect(goldTable(figures).split('\n')).toEqual([
    'sentences  precision  recall      F1     AER',
    '        2     1.0000  0.8571  0.9231  0.0714',
    '7 links, 7 sure gold links; 6 links are sure, 7 sure or possible',
  ]);
});

test("SimAlign's figures and F of another alpha where they are asked for", () => {
  const simalign = { precision: 1, recall: 0.857, f1: 0.923, aer: 0.071 };
  const asked = { ...figures, simalign, fAlpha: { alpha: 0.2, value: 0.88235 } };
  expect(goldTable(asked).split('\n').slice(0, 3)).toEqual([
    '          sentences  precision  recall      F1     AER  F(0.2)',
    'exact             2     1.0000  0.8571  0.9231  0.0714  0.8823',
    'simalign          2      1.000   0.857   0.923   0.071',
  ]);
});

const none = { share: null, chanceShare: null, corrected: null };
const counts = {
  ...{ pairs: 9, scored: 0, uncorrected: 0, withoutSlots: 9, withoutShared: 0 },
  ...{ shared: 0, rowsOnly: 3, columnsOnly: 0 },
};
const total = { mass: 0, ...none, mean: none, counts, leftOut: null };
const language = {
  ...{ language: 'th', plan: null, links: total, unlocated: { english: 1, foreign: 0 } },
  ...{ byWord: 0, unconverged: 2, truncated: 0, perPair: [] },
};
const outcome = {
  ...{ corpus: 'MTOP', split: 'dev' as const, encoder: 'e', problems: [] },
  settings: {
    ...{ method: 'ot' as const, itermaxOn: 'plan' as const, layer: 6, eps: 0.1, iterations: 9 },
    ...{ tolerance: 1, marginals: { kind: 'balanced' as const }, distortion: 0, tau: 0 },
    ...{ pool: 'any' as const, scores: false },
  },
};

test('slots: with plans and without, and where there is nothing to say', () => {
  const scored = { mass: 12, share: 0.75, chanceShare: 0.5, corrected: 0.5 };
  const mean = { share: 0.7, chanceShare: 0.5, corrected: 0.4 };
  const plan = { ...total, ...scored, mean };
  const rows = (languages: Parameters<typeof slotTable>[0]['languages']) =>
    slotTable({ ...outcome, languages })
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
  expect(rows([{ ...language, plan, links: plan }])).toEqual([
    ['Slot agreement of MTOP, dev, English with each language; layer 6, ot at epsilon 0.1'],
    [
      ...['pairs', 'scored', 'plan share', 'plan chance', 'plan corrected', 'plan per pair'],
      ...['links', 'links share', 'links chance', 'links corrected', 'links per pair'],
    ],
    [
      'th',
      '9',
      '0',
      '0.7500',
      '0.5000',
      '0.5000',
      '0.4000',
      '12',
      '0.7500',
      '0.5000',
      '0.5000',
      '0.4000',
    ],
  ]);
  expect(rows([language]).at(-1)).toEqual(['th', '9', '0', '0', '-', '-', '-', '-']);
});

test('notes name what was left out, and only that', () => {
  expect(slotNotes({ ...outcome, languages: [language] })).toEqual([
    'th: left out or to know: 9 pairs have no slots on a side, 3 slots of English alone, ' +
      '1 slots whose words are not at one place in English, 2 plans not converged after 9 iterations',
  ]);
  const clean = { ...counts, withoutSlots: 0, rowsOnly: 0 };
  const links = { ...total, counts: clean };
  const unlocated = { english: 0, foreign: 0 };
  expect(
    slotNotes({ ...outcome, languages: [{ ...language, links, unlocated, unconverged: 0 }] }),
  ).toEqual([]);
});
