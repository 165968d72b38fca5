import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustBenjaminiHochberg, adjustHolm } from './adjustP';
import golden from './golden.json';

const p = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 0.01, 0.02, 0.5, 1),
);

describe('adjusted p values', () => {
  it.each(golden.families)('agree with SciPy and the definition', ({ p, holm, bh }) => {
    adjustHolm(p).forEach((got, i) => {
      expect(got).toBeCloseTo(holm[i]!, 14);
    });
    adjustBenjaminiHochberg(p).forEach((got, i) => {
      expect(got).toBeCloseTo(bh[i]!, 14);
    });
  });

  it('are ordered: Holm >= Benjamini-Hochberg >= raw, monotone, equal for equal p', () => {
    fc.assert(
      fc.property(fc.array(p, { maxLength: 30 }), (ps) => {
        const [holm, bh] = [adjustHolm(ps), adjustBenjaminiHochberg(ps)];
        ps.forEach((raw, i) => {
          expect(holm[i]).toBeGreaterThanOrEqual(bh[i]!);
          expect(bh[i]).toBeGreaterThanOrEqual(raw);
          expect(holm[i]).toBeLessThanOrEqual(1);
          ps.forEach((other, j) => {
            if (raw > other) return;
            expect(holm[i]).toBeLessThanOrEqual(holm[j]!);
            expect(bh[i]).toBeLessThanOrEqual(bh[j]!);
          });
        });
      }),
    );
  });

  it('leave out what was not tested', () => {
    fc.assert(
      fc.property(fc.array(fc.option(p), { maxLength: 12 }), (ps) => {
        const tested = ps.filter((value) => value !== null);
        for (const adjust of [adjustHolm, adjustBenjaminiHochberg]) {
          expect(adjust(ps).filter((value) => value !== null)).toEqual(adjust(tested));
          expect(adjust(ps).map((value) => value === null)).toEqual(ps.map((v) => v === null));
        }
      }),
    );
    expect(adjustHolm([0.01, Number.NaN, 0.04])).toEqual([0.02, null, 0.04]);
    expect(adjustBenjaminiHochberg([])).toEqual([]);
  });

  it('refuse what is no p', () => {
    for (const adjust of [adjustHolm, adjustBenjaminiHochberg])
      for (const bad of [-0.1, 1.1, 1 / 0])
        expect(() => adjust([0.5, bad])).toThrow(`must be in [0, 1], got ${bad} at 1`);
  });
});
