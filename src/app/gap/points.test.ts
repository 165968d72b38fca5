import fc from 'fast-check';
import { expect, it } from 'vitest';
import { domainOf, ticksOf, whiskers } from './points';

it('measures whiskers from the value and rounds domains outwards', () => {
  expect(whiskers(0.5, [0.4, 0.55])).toEqual([expect.closeTo(0.1), expect.closeTo(0.05)]);
  expect(whiskers(0.5, null)).toEqual([0, 0]);
  expect(domainOf([0.59, 0.8])).toEqual([0.55, 0.8]);
  expect([domainOf([]), domainOf([0.5])]).toEqual([
    [0, 1],
    [0.45, 0.55],
  ]);
});

it('puts ticks at even distances within a domain, few enough to be read', () => {
  expect(ticksOf([45, 70], 7)).toEqual([45, 50, 55, 60, 65, 70]);
  expect(ticksOf([45, 70], 4)).toEqual([50, 60, 70]);
  fc.assert(
    fc.property(
      fc.integer({ min: -20, max: 19 }),
      fc.nat(20),
      fc.integer({ min: 3, max: 9 }),
      (from, more, most) => {
        const domain = [5 * from, 5 * (from + 1 + more)] as const;
        const ticks = ticksOf(domain, most);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks.length).toBeGreaterThan(0);
        const steps = new Set(ticks.slice(1).map((tick, k) => tick - ticks[k]!));
        expect(steps.size).toBeLessThanOrEqual(1);
        expect(ticks.every((tick) => tick >= domain[0] && tick <= domain[1])).toBe(true);
      },
    ),
  );
});
