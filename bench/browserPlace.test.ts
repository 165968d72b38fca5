import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserPlace } from './browserPlace.mjs';
import { exitOf } from './testing';

const FOLDER = join('node_modules', '.cache', 'optical-bench');

test('another port has a profile of its own', () => {
  expect(browserPlace({})).toEqual({ port: 4175, profile: FOLDER });
  expect(browserPlace({ OPTICAL_BENCH_PORT: '' })).toEqual({ port: 4175, profile: FOLDER });
  expect(browserPlace({ OPTICAL_BENCH_PORT: '4175' })).toEqual({ port: 4175, profile: FOLDER });
  const other = { port: 4180, profile: `${FOLDER}-4180` };
  expect(browserPlace({ OPTICAL_BENCH_PORT: '4180' })).toEqual(other);
});

test.each(['x', '80', '70000', '4180.5'])('%s is no port', async (port) => {
  const { code, message } = await exitOf(() => browserPlace({ OPTICAL_BENCH_PORT: port }));
  expect(code).toBe(64);
  expect(message).toBe(`OPTICAL_BENCH_PORT: expected a port from 1024 to 65535, got "${port}"`);
});
