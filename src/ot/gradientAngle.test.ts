import { expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gradientAngle } from './gradientAngle';

test('angle and distance per problem, known by hand', () => {
  // Twice as long; at 60 degrees; of two problems the same, and one of two rows turned round.
  const [a, b] = [
    gradientAngle([3, 4], [6, 8], [1], 2),
    gradientAngle([1, 0], [0.5, Math.sqrt(0.75)], [1], 2),
  ];
  expect(a).toEqual([{ cosine: 1, distance: 1 }]);
  expect(b[0]!.cosine).toBeCloseTo(0.5, 12);
  expect(b[0]!.distance).toBeCloseTo(1, 12);
  const both = gradientAngle([3, 4, 1, 0, 0, 1], [3, 4, 1, 0, 0, -1], [1, 2], 2);
  expect(both[0]).toEqual({ cosine: 1, distance: 0 });
  expect(both[1]!.cosine).toBe(0);
  expect(both[1]!.distance).toBeCloseTo(Math.SQRT2, 12);
});

test('gradients of 0', () => {
  const infinite = Number.POSITIVE_INFINITY;
  const angles = gradientAngle([0, 0, 1], [0, 1, 0], [1, 1, 1], 1);
  expect(angles).toEqual([
    { cosine: 1, distance: 0 },
    { cosine: 0, distance: infinite },
    { cosine: 0, distance: 1 },
  ]);
});

test('rounding does not push the cosine past 1', () => {
  const values = Array.from({ length: 300 }, (_, k) => Math.sin(k) * 1e-3);
  const [angle] = gradientAngle(values, values, [100], 3);
  expect(angle!.cosine).toBeLessThanOrEqual(1);
  expect(angle!.cosine).toBeCloseTo(1, 14);
});

test('refuses gradients of another size', () => {
  expect(() => gradientAngle([1, 2], [1, 2, 3], [1], 2)).toThrow(ShapeError);
  expect(() => gradientAngle([1], [1, 2], [1], 2)).toThrow('gradientAngle first');
});
