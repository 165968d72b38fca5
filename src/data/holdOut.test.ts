import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdOut } from './holdOut';

const ids = Array.from({ length: 859 }, (_, i) => `${i}`);

describe('holdOut', () => {
  it('keeps a tenth apart, in the order given', () => {
    const { train, heldOut } = holdOut(ids, 1);
    expect([train.length, heldOut.length]).toEqual([773, 86]);
    expect(heldOut).toEqual(ids.filter((id) => heldOut.includes(id)));
  });

  it('depends on the seed alone, not on order or repetition', () => {
    const chosen = new Set(holdOut(ids, 7).heldOut);
    expect(new Set(holdOut([...ids.toReversed(), ...ids], 7).heldOut)).toEqual(chosen);
    expect(new Set(holdOut(ids, 8).heldOut)).not.toEqual(chosen);
  });

  it.each([
    [[], [], []],
    [['constructor'], ['constructor'], []],
  ])('of %j trains on %j', (given, train, heldOut) => {
    expect(holdOut(given, 1)).toEqual({ train, heldOut });
  });

  it.each([0, 1, Number.NaN])('refuses the share %d', (share) => {
    expect(() => holdOut(ids, 1, share)).toThrow(
      `holdOut: share must be between 0 and 1, got ${share}`,
    );
  });

  it('splits any ids in two without loss', () => {
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 2 }),
        fc.integer(),
        share,
        (some, seed, part) => {
          const { train, heldOut } = holdOut(some, seed, part);
          expect([...train, ...heldOut].sort()).toEqual([...some].sort());
          expect(Math.min(train.length, heldOut.length)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
