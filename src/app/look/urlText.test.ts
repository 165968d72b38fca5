import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TASKS } from '../../report';
import { EPSILON, ITERATIONS, MODES, VIEWS } from './look';
import { readUrl, writeUrl } from './urlText';

const { view, look } = readUrl('');

it('leaves defaults out and keeps foreign keys', () => {
  expect(writeUrl(view, look, '')).toBe('');
  expect(writeUrl(view, look, '?view=gap&debug=1')).toBe('?debug=1');
});

it('falls to defaults on values the form would refuse, and says which', () => {
  const bad = readUrl('?view=__proto__&mode=toString&eps=-1&iters=1e9&else=1');
  expect(bad.view).toBe(view);
  expect(bad.look).toEqual(look);
  expect(bad.refused).toEqual(['view', 'mode', 'eps', 'iters']);
  expect(readUrl('?eps=&iters=%20').look).toEqual(look);
  expect(readUrl('?eps=NaN&iters=Infinity&iters=2').look).toEqual(look);
  expect(readUrl('?iters=2.5').refused).toEqual(['iters']);
  expect(readUrl('?eps=0.1&iters=7').refused).toEqual([]);
  const groups = readUrl('?high=de,,fr&low=de,de&task=T9');
  expect(groups.refused).toEqual(['task', 'high', 'low']);
  expect(readUrl('?high=-&low=de').look).toMatchObject({ high: [], low: ['de'] });
});

it('comes back from the URL as it went in', () => {
  const looks = fc.record({
    pair: fc.option(fc.string({ minLength: 1, maxLength: 64 })),
    language: fc.option(fc.constantFrom('de', 'hi', '__proto__')),
    mode: fc.constantFrom(...MODES),
    table: fc.boolean(),
    a: fc.option(fc.constantFrom('run_0123456789ab', 'x')),
    b: fc.constant(null),
    epsilon: fc
      .double({ min: EPSILON.least, max: EPSILON.most, noNaN: true })
      .map((value) => Number(value.toPrecision(3))),
    task: fc.option(fc.constantFrom(...TASKS)),
    measure: fc.option(fc.constantFrom('nDCG@10', 'MAP')),
    from: fc.option(fc.constantFrom('zero-shot', 'ot+0.5*mse@top-2:100')),
    to: fc.constant(null),
    runs: fc.boolean(),
    high: fc.option(fc.uniqueArray(fc.constantFrom('de', 'fi', 'zh-Hant', '__proto__'))),
    low: fc.option(fc.constant([])),
    iterations: fc.integer({ min: ITERATIONS.least, max: ITERATIONS.most }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...VIEWS), looks, (one, some) => {
      const read = readUrl(writeUrl(one, some, ''));
      expect(read).toEqual({ view: one, look: some, refused: [] });
    }),
  );
});
