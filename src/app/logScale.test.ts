import { expect, it } from 'vitest';
import { LOG_STEPS, logPosition, logValue } from './logScale';

const range = { least: 0.005, most: 1 };

it('has its ends where they belong', () => {
  expect(logValue(0, range)).toBe(0.005);
  expect(logValue(LOG_STEPS, range)).toBe(1);
  expect(logPosition(5, range)).toBe(LOG_STEPS);
  expect(logPosition(0.0001, range)).toBe(0);
});

it('comes back to the same position', () => {
  for (let position = 0; position <= LOG_STEPS; position++) {
    expect(logPosition(logValue(position, range), range)).toBe(position);
  }
});

it('rises with every step', () => {
  for (let position = 1; position <= LOG_STEPS; position++) {
    expect(logValue(position, range)).toBeGreaterThan(logValue(position - 1, range));
  }
});
