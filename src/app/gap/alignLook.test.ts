import { expect, it } from 'vitest';
import type { DataSummary } from '../../worker';
import { checkpointLook, headOfMethod, keptAt, queryLook, type RunHeads } from './alignLook';
import { isOfLoaded } from './gapCommands';

const head = (stem: string) => `weights/${stem}.head.safetensors`;
const at = (stem: string, step: number) => `checkpoints/${stem}.${step}.head.safetensors`;
const run = (side: 'a' | 'b', ...files: string[]): RunHeads => ({
  ...{ side, files, report: { training: [], curves: [] } },
});
const a = run(
  'a',
  ...['ot.de.2', 'ot.de.1', 'mse.de.1', 'ot.th.1'].map(head),
  ...[at('ot.de.2', 20), at('ot.de.1', 20), at('ot.th.1', 40), at('mse.de.1', 20)],
);

it('finds the students of a checkpoint, first seed first, and sets one against its end', () => {
  const found = keptAt(a, { method: 'ot', step: 20 });
  expect(found.map(({ stem }) => stem)).toEqual(['ot.de.1', 'ot.de.2']);
  expect(keptAt(a, { method: 'ot', step: 30 })).toEqual([]);
  expect(keptAt(a, { method: 'ot', step: 0 })).toHaveLength(3);
  expect(checkpointLook(a, found[0]!, 20)).toMatchObject({
    ...{ student: 'a', head: 'ot.de.1', step: 20, language: 'de' },
    ...{ against: 'a', againstHead: 'ot.de.1', againstStep: null },
  });
  const [joint] = keptAt(run('a', at('ot.joint.1', 20)), { method: 'ot', step: 20 });
  const look = checkpointLook(a, joint!, 20);
  expect(look).not.toHaveProperty('language');
  expect(look).not.toHaveProperty('against');
});

it('finds the vectors that a method ranks with', () => {
  expect(headOfMethod(a, 'ot', 'de')).toEqual({ side: 'a', head: 'ot.de.1', step: null });
  expect(headOfMethod(a, 'zero-shot', 'th')).toEqual({ side: 'a', head: 'ot.th.1', step: 0 });
  expect(headOfMethod(a, 'encoder-zero-shot', 'xx')).toMatchObject({ side: 'none' });
  expect(headOfMethod(a, 'bm25', 'de')).toBeNull();
  expect(headOfMethod(a, 'mse', 'th')).toBeNull();
  const sum = run('a', head('ridge-200.de.1'), head('0.5xot+mse.de.1'));
  expect(headOfMethod(sum, 'ridge:200', 'de')).toMatchObject({ head: 'ridge-200.de.1' });
  expect(headOfMethod(sum, '0.5*ot+mse', 'de')).toMatchObject({ head: '0.5xot+mse.de.1' });
});

it('takes queries for rows of the corpus of their report alone', () => {
  const summary = { corpus: 'MTOP' } as DataSummary;
  expect(isOfLoaded({ corpus: 'MTOP' }, { summary })).toBe(true);
  expect(isOfLoaded({ corpus: 'MASSIVE' }, { summary })).toBe(false);
  expect(isOfLoaded({ corpus: 'MTOP' }, { summary: null })).toBe(false);
});

it('opens a query under the student of B, set against that of A', () => {
  expect(queryLook([a, 'zero-shot'], [a, 'ot'], 'de')).toMatchObject({
    ...{ student: 'a', head: 'ot.de.1', step: null },
    ...{ against: 'a', againstHead: 'ot.de.1', againstStep: 0 },
  });
  const b = run('b', head('ot.de.3'));
  expect(queryLook([a, 'ot'], [b, 'ot'], 'de')).toMatchObject({
    ...{ student: 'b', head: 'ot.de.3', against: 'a', againstHead: 'ot.de.1' },
  });
  const none = queryLook([a, 'bm25'], [a, 'lexicon'], 'de');
  expect(none).toMatchObject({ student: 'none', head: null, step: null });
  expect(none).not.toHaveProperty('against');
});
