import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TASKS } from '../../report';
import {
  AGAINST,
  DISTORTION,
  EPSILON,
  GRADIENTS,
  ITERATIONS,
  MARGINALS,
  MASS,
  MODES,
  NORMS,
  RHO,
  SCALES,
  SHAPES,
  SOURCES,
  STEP,
  STUDENTS,
  THRESHOLD,
  TOP,
  UNITS,
  VIEWS,
} from './look';
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

/** Numbers as a control has them: three digits. */
function within({ least, most }: { readonly least: number; readonly most: number }) {
  return fc
    .double({ min: least, max: most, noNaN: true })
    .map((value) => Math.min(most, Math.max(least, Number(value.toPrecision(3)))) + 0);
}

const LONG = 'ot-divergence+0.5xmse+0.1xinfonce-maxsim+0.25xmargin-mse@low-rank-16-200.joint.12';

it('comes back from the URL as it went in', () => {
  const looks = fc.record({
    pair: fc.option(fc.string({ minLength: 1, maxLength: 64 })),
    language: fc.option(fc.constantFrom('de', 'hi', '__proto__')),
    mode: fc.constantFrom(...MODES),
    shape: fc.constantFrom(...SHAPES),
    scale: fc.constantFrom(...SCALES),
    norm: fc.constantFrom(...NORMS),
    unit: fc.constantFrom(...UNITS),
    slots: fc.boolean(),
    student: fc.constantFrom(...STUDENTS),
    head: fc.option(fc.constantFrom('ot.hi.1', 'ot+0.5xmse@top-2-100.joint.12', '__proto__', LONG)),
    step: fc.option(fc.integer({ min: STEP.least, max: STEP.most })),
    against: fc.constantFrom(...AGAINST),
    againstHead: fc.option(fc.constantFrom('mse.de.2')),
    againstStep: fc.option(fc.constantFrom(0, 20)),
    source: fc.constantFrom(...SOURCES),
    pin: fc.option(fc.nat(9999)),
    pin2: fc.option(fc.nat(9999)),
    marginals: fc.constantFrom(...MARGINALS),
    gradient: fc.constantFrom(...GRADIENTS),
    rho: within(RHO),
    mass: within(MASS),
    distortion: within(DISTORTION),
    threshold: within(THRESHOLD),
    top: fc.integer({ min: TOP.least, max: TOP.most }),
    a: fc.option(fc.constantFrom('run_0123456789ab', 'x')),
    b: fc.constant(null),
    epsilon: within(EPSILON),
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
