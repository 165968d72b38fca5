import { expect, test } from 'vitest';
import type { CollapseRow } from '../../report';
import { divergences, gentlerRate, raisedAlarms } from './alarms';
import type { Evaluated } from './evaluations';

const row = (language: string, alarm: boolean): CollapseRow => ({
  ...{ method: 'ot', language, seed: 1, alarm, meanCosine: 0.99, columnEntropy: 0.5 },
  reasons: alarm ? ['spread (1 − mean cosine) fell from 0.723 to 0.010'] : [],
});

const evaluated = (language: string, step: number, devMap: number, chosen: boolean): Evaluated => ({
  ...{ id: `${language} ${step}`, line: language, method: 'ot', seed: 1, byLanguage: {} },
  ...{ language, step, devMap, chosen },
});

test('an alarm says what happened, and whether the collapsed weights are in use', () => {
  const evaluations = [
    evaluated('de', 0, 0.5, true),
    evaluated('de', 20, 0.1, false),
    evaluated('th', 0, 0.5, false),
    evaluated('th', 20, 0.52, true),
  ];
  const alarms = raisedAlarms([row('de', true), row('hi', false), row('th', true)], evaluations);
  expect(alarms.map(({ of, kept }) => [of, kept])).toEqual([
    ['de, seed 1', expect.stringContaining('the student learnt nothing')],
    ['th, seed 1', 'The weights of step 20 are kept: held-out MAP × 100 2.0 above the start.'],
  ]);
  expect(alarms[0]!.reasons).toEqual(['spread (1 − mean cosine) fell from 0.723 to 0.010']);
  expect(raisedAlarms([row('de', true)], [])[0]!.kept).toBe('');
  const resumed = [evaluated('de', 40, 0.4, true), evaluated('de', 60, 0.3, false)];
  expect(raisedAlarms([row('de', true)], resumed)[0]!.kept).toBe(
    'The weights of step 40 are kept.',
  );
});

test('a tenth of a learning rate is a round number', () => {
  expect([0.5, 0.001, 0.003, 1e6].map(gentlerRate)).toEqual([0.05, 0.0001, 0.0003, 1e5]);
});

test('training that diverged is told apart from other alarms of the log', () => {
  const entry = (id: number, text: string) => ({ id, at: 0, kind: 'alarm', text }) as const;
  const said = 'mse, de, seed 1: Training diverged at step 2: the loss is NaN. Step 0 was kept.';
  expect(divergences([entry(1, 'The GPU was lost.'), entry(2, said)])).toEqual([said]);
});
