import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeriesPoint } from './curveModel';
import { columnPoints, linePath, nearestPoint } from './linePath';
import type { LineScale } from './lineScale';

const walk = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -50, max: 50 })), {
    maxLength: 400,
  })
  .map((moves) => {
    let step = 0;
    return moves.map(([by, value]): SeriesPoint => {
      step += by;
      return { step, value };
    });
  });

const tenth = (step: number) => Math.floor(step / 10);

/** First, last, least and greatest value of each column. */
function looks(points: readonly SeriesPoint[]) {
  const columns = new Map<number, number[]>();
  for (const { step, value } of points)
    columns.set(tenth(step), [...(columns.get(tenth(step)) ?? []), value]);
  return [...columns].map(([column, values]) => [
    column,
    values[0],
    values.at(-1),
    Math.min(...values),
    Math.max(...values),
  ]);
}

test('each column keeps its first, last, lowest and highest point, in order, and no more than four', () => {
  fc.assert(
    fc.property(walk, (points) => {
      const kept = columnPoints(points, tenth);
      expect(looks(kept)).toEqual(looks(points));
      expect(kept).toEqual(points.filter((point) => kept.includes(point)));
      const counts = Map.groupBy?.(kept, ({ step }) => tenth(step)) ?? new Map();
      for (const [, own] of counts) expect(own.length).toBeLessThanOrEqual(4);
    }),
  );
});

test('a line of 20,000 steps is drawn through a few thousand points, and once while nothing changes', () => {
  const points = Array.from({ length: 20_000 }, (_, step) => ({
    step,
    value: step === 1234 ? 99 : Math.sin(step),
  }));
  const x: LineScale = { least: 0, most: 20_000, pixels: [60, 660] };
  const y: LineScale = { least: -1, most: 99, pixels: [200, 0] };
  const path = linePath(points, x, y);
  expect(path.drawn).toBeLessThanOrEqual(4 * 601);
  // The spike is at the top, in its own column.
  expect(path.d).toContain('L97,0L');
  expect(linePath(points, { ...x }, { ...y })).toBe(path);
  expect(linePath(points, x, { ...y, most: 100 })).not.toBe(path);
  expect(linePath([], x, y)).toMatchObject({ d: '', drawn: 0 });
});

test('the nearest point is found among steps far apart', () => {
  const points = [0, 10, 40].map((step) => ({ step, value: step }));
  expect([-5, 4, 6, 24, 26, 99].map((step) => nearestPoint(points, step))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
  expect(nearestPoint([], 3)).toBe(-1);
});
