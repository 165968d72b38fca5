import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTicks, escapeText, legend, mark, rangeChart } from './svg';

const span = fc
  .record({
    low: fc.double({ min: -1, max: 1, noNaN: true }),
    width: fc.double({ min: 0.02, max: 2, noNaN: true }),
  })
  .map(({ low, width }) => [low, low + width] as const);

describe('axisTicks', () => {
  test('are sorted, inside, few, evenly spaced and round', () => {
    fc.assert(
      fc.property(span, ([low, high]) => {
        const ticks = axisTicks(low, high);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(11);
        const step = ticks[1]! - ticks[0]!;
        // A round step is 1, 2 or 5 times a power of ten.
        expect(Number(step.toExponential(6).split('e')[0])).toBeOneOf([1, 2, 5]);
        ticks.forEach((tick, k) => {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-9);
          expect(tick).toBeLessThanOrEqual(high + 1e-9);
          if (k > 0) expect(tick - ticks[k - 1]!).toBeCloseTo(step, 9);
          expect(tick / step).toBeCloseTo(Math.round(tick / step), 6);
          // 0.30000000000000004 would print as such in a title.
          expect(String(tick).length).toBeLessThanOrEqual(7);
        });
      }),
    );
  });

  test('hold an exact zero, never a negative one, where zero is inside', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: -0.01, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (low, high) => {
          const zeros = axisTicks(low, high).filter((tick) => Math.abs(tick) < 1e-9);
          expect(zeros).toHaveLength(1);
          expect(Object.is(zeros[0], 0)).toBe(true);
        },
      ),
    );
  });

  test('by hand', () => {
    expect(axisTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(axisTicks(-0.12, 0.31)).toEqual([-0.1, 0, 0.1, 0.2, 0.3]);
  });
});

describe('rangeChart', () => {
  const point = (value: number, ci: readonly [number, number] | null = null) => ({
    series: 0,
    value,
    ci,
    title: 't',
  });
  const ticksOf = (svg: string) =>
    [...svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text);

  test('ticks of a narrow span keep their decimals, so that no two look alike', () => {
    const ticks = ticksOf(rangeChart([{ label: 'a', points: [point(0.9)] }], 'c'));
    expect(ticks).toEqual(['89.0', '89.5', '90.0', '90.5', '91.0']);
  });

  test('all tick labels differ, and none is a negative zero', () => {
    fc.assert(
      fc.property(span, ([low, high]) => {
        const points = [point(low), point(high)];
        const ticks = ticksOf(rangeChart([{ label: 'a', points }], 'c', true));
        expect(new Set(ticks).size).toBe(ticks.length);
        for (const tick of ticks) expect(tick).not.toMatch(/^−0(\.0*)?$|-/);
      }),
    );
  });

  test('everything drawn lies inside the frame', () => {
    const rows = [
      { label: 'a', points: [point(0.2, [0.1, 0.4]), point(0.9)] },
      { label: 'b', points: [point(-0.3, [-0.5, -0.1])] },
      { label: 'none', points: [] },
    ];
    const svg = rangeChart(rows, 'caption', true);
    const [, width, height] = /viewBox="0 0 (\d+) ([\d.]+)"/.exec(svg)!.map(Number);
    const xs = [...svg.matchAll(/ x[12]?="([^"]+)"|translate\(([^,]+),/g)];
    const ys = [...svg.matchAll(/ y[12]?="([^"]+)"|translate\([^,]+,([^)]+)\)/g)];
    expect(xs.length).toBeGreaterThan(10);
    for (const [, a, b] of xs) expect(Number(a ?? b)).toBeLessThanOrEqual(width!);
    for (const [, a, b] of xs) expect(Number(a ?? b)).toBeGreaterThanOrEqual(0);
    for (const [, a, b] of ys) expect(Number(a ?? b)).toBeLessThanOrEqual(height!);
    expect(svg).toContain('class="zero"');
  });

  test('values without a number and no rows at all leave an empty chart, not NaN', () => {
    expect(rangeChart([], 'c')).not.toMatch(/NaN|Infinity/);
    expect(rangeChart([{ label: 'a', points: [] }], 'c')).not.toMatch(/NaN|Infinity/);
  });
});

test('six series differ in colour and in shape, and a seventh shares the colour only', () => {
  const marks = [0, 1, 2, 3, 4, 5].map((series) => mark(series, 0, 0, ''));
  const of = (pattern: RegExp) => new Set(marks.map((text) => pattern.exec(text)![1]));
  expect(of(/ d="([^"]+)"/).size).toBe(6);
  expect(of(/fill="([^"]+)"/).size).toBe(6);
  expect(marks).not.toContain(mark(6, 0, 0, ''));
  expect(mark(6, 0, 0, '')).toContain('#0072B2');
});

test('titles, labels and names are escaped', () => {
  const bad = '"<b>\'&';
  const good = '&quot;&lt;b&gt;&#39;&amp;';
  expect(escapeText(bad)).toBe(good);
  expect(mark(0, 0, 0, bad)).toContain(`<title>${good}</title>`);
  expect(legend([bad])).not.toContain('<b>');
  expect(rangeChart([{ label: bad, points: [] }], bad)).toContain(`aria-label="${good}"`);
});
