import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  DEFAULT_URL_STATE,
  EPSILON,
  ITERATIONS,
  MODES,
  parseUrlState,
  VIEWS,
  writeUrlState,
} from './urlState';

it('leaves defaults out and keeps foreign keys', () => {
  expect(writeUrlState(DEFAULT_URL_STATE, '')).toBe('');
  expect(writeUrlState(DEFAULT_URL_STATE, '?view=gap&debug=1')).toBe('?debug=1');
});

it('falls to defaults on values the form would refuse', () => {
  expect(parseUrlState('?view=__proto__&mode=toString&eps=-1&iters=1e9')).toEqual(
    DEFAULT_URL_STATE,
  );
  expect(parseUrlState('?eps=&iters=%20')).toEqual(DEFAULT_URL_STATE);
  expect(parseUrlState('?eps=NaN&iters=Infinity')).toEqual(DEFAULT_URL_STATE);
});

it('comes back from the URL as it went in', () => {
  const state = fc.record({
    view: fc.constantFrom(...VIEWS),
    pair: fc.option(fc.string({ minLength: 1, maxLength: 64 })),
    language: fc.option(fc.constantFrom('de', 'hi', '__proto__')),
    mode: fc.constantFrom(...MODES),
    epsilon: fc
      .double({ min: EPSILON.least, max: EPSILON.most, noNaN: true })
      .map((value) => Number(value.toPrecision(3))),
    iterations: fc.integer({ min: ITERATIONS.least, max: ITERATIONS.most }),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(parseUrlState(writeUrlState(one, ''))).toEqual(one);
    }),
  );
});
