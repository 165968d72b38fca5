import { expect, test } from 'vitest';
import { labelDisparity } from './disparityLabel';

const move = (gainHigh: number, gainLow: number, half = 0.001) => {
  const value = gainHigh - gainLow;
  return { change: { value, ci: [value - half, value + half] as const }, gainHigh, gainLow };
};

test.each([
  [0.02, 0.06, 'levelling up'],
  [-0.004, 0.03, 'levelling up'], // high stands still
  [-0.006, 0.03, 'mixed'], // high falls, low rises
  [-0.05, 0.001, 'levelling down'],
  [-0.05, -0.01, 'levelling down'],
  [0.06, 0.02, 'mixed'], // wider, though both rise
  [0.0, -0.03, 'mixed'],
  [0.001, 0.004, 'none'], // resolved, but too small to matter
  [-0.004, -0.001, 'none'],
] as const)('high %f and low %f is %s', (gainHigh, gainLow, label) => {
  expect(labelDisparity(move(gainHigh, gainLow))).toBe(label);
});

test('nothing is claimed when the interval holds 0 or is unknown', () => {
  expect(labelDisparity(move(0.02, 0.06, 0.05))).toBe('none');
  expect(labelDisparity(move(0.02, 0.06, 0.04))).toBe('none'); // touches 0
  expect(labelDisparity({ ...move(0.02, 0.06), change: { value: -0.04, ci: null } })).toBe('none');
  expect(labelDisparity({ ...move(0.02, 0.06), change: null })).toBe('none');
});

test('delta moves the borders', () => {
  expect(labelDisparity(move(-0.006, 0.03), 0.01)).toBe('levelling up');
  expect(labelDisparity(move(0.001, 0.004), 0)).toBe('levelling up');
});
