import { describe, expect, it } from 'vitest';
import { drawBootstrap } from '../bootstrap';
import { measureDisparity } from '../disparity';
import { MTOP_6, resolveGroups } from '../languageGroups';
import { testMatrix, testUniforms } from '../testMatrix';
import golden from './golden.json';
import { checkLogitScale, LOGIT_EPSILON, logitMap } from './logitScale';

const u = testUniforms(8, 4000);
const LANGUAGES = ['de', 'es', 'fr', 'hi', 'th'];
const HIGH = ['de', 'es', 'fr'];

/** MAP of the high and the low group by system; noise small enough to resolve .01. */
function study(systems: Record<string, readonly [high: number, low: number]>, noise = 0.05) {
  const matrix = testMatrix(Object.keys(systems), LANGUAGES, 400, (system, language, id) => {
    const [high, low] = systems[system]!;
    const map = HIGH.includes(language) ? high : low;
    const own = u[(id * 3 + LANGUAGES.indexOf(language) * 800) % 4000]! - 0.5;
    return map + noise * own * Math.min(1, 20 * Math.min(map, 1 - map));
  });
  return drawBootstrap(matrix, { seed: 1, replicates: 400 });
}
const check = (systems: Record<string, readonly [number, number]>, noise?: number) => {
  const boot = study(systems, noise);
  const { groups } = measureDisparity(boot, MTOP_6, 'base');
  return Object.fromEntries(checkLogitScale(boot, groups, 'base').map((row) => [row.system, row]));
};

describe('checkLogitScale', () => {
  it('agrees where there is room on both sides', () => {
    const { base, ot } = check({ base: [0.6, 0.4], ot: [0.62, 0.5] });
    expect(base!.gap!.logit.value).toBeCloseTo(Math.log(0.6 / 0.4) - Math.log(0.4 / 0.6), 1);
    expect([base!.gap!.verdict, base!.gap!.sameSign]).toEqual(['both', true]);
    expect([ot!.change!.verdict, ot!.change!.sameSign]).toEqual(['both', true]);
    expect(ot!.change!.logit.value).toBeLessThan(0);
  });

  it('finds a narrowing that is only the ceiling', () => {
    // Raw .1 -> .045; in log odds 0.81 -> 1.5: all errors shrink, those of the high group more.
    const { ot } = check({ base: [0.9, 0.8], ot: [0.99, 0.945] });
    expect([ot!.change!.verdict, ot!.change!.sameSign]).toEqual(['opposite', false]);
    expect(ot!.change!.logit.ci![0]).toBeGreaterThan(0);
  });

  it('resolves nothing where nothing moves, and tells when one scale only does', () => {
    const rows = check({ base: [0.6, 0.6], ot: [0.6, 0.6] });
    expect(rows.base!.gap!.verdict).toBe('neither');
    expect(rows.ot!.change).toMatchObject({ logit: { value: 0, ci: [0, 0] }, verdict: 'neither' });
    // Equal raw gaps of .2 are unequal in log odds.
    const shifted = check({ base: [0.6, 0.4], ot: [0.95, 0.75] }).ot!;
    expect(shifted.change!.verdict).toBe('only logit');
    // Equal log odds, raw .1 -> .0553 at the ceiling.
    const odds = (map: number, factor: number) => (factor * map) / (1 + (factor - 1) * map);
    const ceiling = check({ base: [0.9, 0.8], ot: [odds(0.9, 2), odds(0.8, 2)] }, 0.2).ot!;
    expect(Math.abs(ceiling.change!.logit.value)).toBeLessThan(0.03);
    expect(ceiling.change!.verdict).toBe('only raw');
  });

  it('names the languages at the clamp', () => {
    const { base, ot } = check({ base: [1, 0.5], ot: [0.9, 0] });
    expect([base!.clamped, ot!.clamped]).toEqual([HIGH, ['hi', 'th']]);
    expect(base!.gap!.logit.value).toBeCloseTo(Math.log(999), 1);
  });

  it('is null with an empty group or without a baseline', () => {
    const boot = study({ base: [0.6, 0.4] });
    const oneGroup = resolveGroups(MTOP_6, HIGH);
    expect(checkLogitScale(boot, oneGroup, 'base')).toEqual([
      { system: 'base', gap: null, change: null, clamped: [] },
    ]);
    const groups = resolveGroups(MTOP_6, LANGUAGES);
    const [row] = checkLogitScale(boot, groups, null);
    expect([row!.gap === null, row!.change]).toEqual([false, null]);
    expect(() => checkLogitScale(boot, groups, 'x')).toThrow('x is not among base');
  });
});

describe('logitMap', () => {
  it('agrees with SciPy inside the clamp', () => {
    for (const { values, logit } of golden)
      values.forEach((value, i) => {
        expect(logitMap(value)).toBeCloseTo(logit[i]!, 12);
      });
  });

  it('is clamped, antisymmetric and defined for whatever a MAP can be', () => {
    expect(logitMap(0)).toBe(logitMap(LOGIT_EPSILON));
    expect(logitMap(1 + 1e-15)).toBeCloseTo(-logitMap(0), 12);
    expect(logitMap(0.5)).toBe(0);
    expect(logitMap(Number.NaN)).toBeNaN();
    for (const bad of [-0.1, 1.1, 1 / 0]) expect(() => logitMap(bad)).toThrow('in [0, 1]');
    for (const epsilon of [0, 0.5, Number.NaN])
      expect(() => logitMap(0.5, epsilon)).toThrow('epsilon must be in (0, .5)');
  });
});
