import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatEta, formatNumber } from './format';

it('keeps small numbers readable', () => {
  expect(formatNumber(0)).toBe('0');
  expect(formatNumber(0.21345)).toBe('0.213');
  expect(formatNumber(3.12e-6)).toBe('3.1e−6');
  expect(formatNumber(-3.12e-6)).toBe('−3.1e−6');
  expect(formatNumber(Number.NaN)).toBe('–');
});

it('writes times', () => {
  expect(formatDuration(0.4)).toBe('0.40 ms');
  expect(formatDuration(3.14)).toBe('3.1 ms');
  expect(formatDuration(312)).toBe('312 ms');
  expect(formatDuration(3140)).toBe('3.1 s');
  expect(formatEta(31)).toBe('0:31');
  expect(formatEta(3727)).toBe('1:02:07');
  expect(formatEta(null)).toBe('–:––');
});

it('writes counts and bytes', () => {
  expect(formatCount(12345)).toBe('12\u202f345');
  expect(formatBytes(100)).toBe('100 B');
  expect(formatBytes(3.2 * 1024 * 1024)).toBe('3.2 MiB');
});
