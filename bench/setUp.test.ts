import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInstalled, listFiles, run } from './setUp.mjs';
import { counted, test as runTests } from './test.mjs';
import { exitOf, program, temporaryFolder } from './testing';

describe('listFiles', () => {
  test('all files below in a stable order, hidden files too, hidden folders not', () => {
    const folder = temporaryFolder({ 'b/z': '', 'b/a': '', a: '', '.env': '', '.git/x': '' });
    symlinkSync('user@host.123', join(folder, '.#a')); // Emacs's lock
    expect(listFiles(folder)).toEqual(['.env', 'a', 'b/a', 'b/z'].map((f) => join(folder, f)));
  });

  test('a file is itself, a missing path an error', () => {
    const folder = temporaryFolder({ a: '' });
    expect(listFiles(join(folder, 'a'))).toEqual([join(folder, 'a')]);
    expect(() => listFiles(join(folder, 'b'))).toThrow('ENOENT');
  });
});

describe('isInstalled', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-platform': { version: '2.0.0', optional: true },
    },
  };

  test('what npm recorded must hold every package in its version, but for other platforms', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, {})).toBe(false);
  });

  test('is true of the node_modules that run this', () => {
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
    expect(isInstalled(read('package-lock.json'), read('node_modules/.package-lock.json'))).toBe(
      true,
    );
  });
});

test('a command that fails ends with 2 and its name', async () => {
  const failing = program(join(temporaryFolder(), 'fails'), 7);
  expect(await exitOf(() => run(failing, ['now']))).toMatchObject({
    code: 2,
    message: `${failing} now failed`,
  });
  expect((await exitOf(() => run('/nowhere/at-all', []))).message).toContain('ENOENT');
});

describe('counted', () => {
  const read = (counts: unknown) => counts as { passed: number; failed: number };
  const file = (text: string) => join(temporaryFolder({ 'r.json': text }), 'r.json');

  test.each([
    [0, { passed: 3, failed: 0 }, { passed: 3, failed: 0 }],
    [1, { passed: 3, failed: 2 }, { passed: 3, failed: 2 }],
    // All tests passed, and still the runner failed: an error outside of any test.
    [1, { passed: 3, failed: 0 }, { passed: 3, failed: 1 }],
    // Nothing ran.
    [0, { passed: 0, failed: 0 }, { passed: 0, failed: 1 }],
  ])('status %i with %j gives %j', (status, counts, want) => {
    expect(counted(status, file(JSON.stringify(counts)), read)).toEqual(want);
  });

  test('no report, or half of one, is a failure', () => {
    expect(counted(0, '/nowhere.json', read)).toEqual({ passed: 0, failed: 1 });
    expect(counted(0, file('{"passed"'), read)).toEqual({ passed: 0, failed: 1 });
  });
});

test('an unknown step is refused instead of running nothing and passing', async () => {
  expect(await exitOf(() => runTests(['units']))).toMatchObject({
    code: 64,
    message: 'Unknown step units; known: types, lint, unit, fuzz, e2e',
  });
});

describe('run.mjs', () => {
  const start = (folder: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(folder, 'bench/run.mjs'), ...args], {
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: '' },
    });

  test('study --help works in a bare clone: no install, no build, no browser', () => {
    const clone = temporaryFolder({ 'package.json': '{"type":"module"}' });
    cpSync('bench', join(clone, 'bench'), { recursive: true });
    const { status, stdout, stderr } = start(clone, 'study', '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^usage: npm run study/);
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
  });

  test('an unknown command ends with 64 and the known ones', () => {
    const { status, stderr } = start(resolve('.'), 'stduy');
    expect(status).toBe(64);
    expect(stderr).toContain(
      'Unknown command stduy; known: align, bench, encode, fuzz, measure, results, study, start, test',
    );
  });
});
