import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

// Each room may import itself, lib and the rooms named here, nothing else. ARCHITECTURE.md says why.
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  ui: ['app'],
  app: ['worker', 'report', 'data', 'offline'],
  worker: ['study', 'train', 'eval', 'report', 'store', 'data', 'encoders', 'nn', 'ot', 'gpu'],
  study: ['report', 'train', 'translate', 'eval', 'data', 'nn', 'ot', 'gpu'],
  report: ['data'],
  train: ['nn', 'ot', 'kernels', 'wasm', 'gpu'],
  nn: ['kernels', 'wasm', 'gpu'],
  eval: ['kernels', 'wasm', 'gpu'],
  ot: ['kernels', 'wasm', 'gpu'],
  encoders: ['nn', 'kernels', 'gpu'],
  translate: ['data'],
  store: ['data'],
  data: [],
  kernels: ['gpu'],
  wasm: [],
  gpu: [],
  offline: [],
  lib: [],
};
const TEST_ONLY = /\/testing(\.ts|\/)|\.test\.tsx?$|[tT]esting\.ts$|\/fuzz\/|\/fuzzTargets\.ts$/;
/** What every room's fuzzing targets are written for. */
const FUZZ = /^data\/fuzz\/(types|targeting)$/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file));

test('there are rooms to check', () => {
  expect(files.length).toBeGreaterThan(50);
});

test.each(files.filter((file) => file.includes('/')))('%s imports only from below', (file) => {
  const room = file.split('/')[0]!;
  const source = readFileSync(join('src', file), 'utf8');
  const imports = [
    ...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'|new Worker\(new URL\('(\.[^']+)'/g),
  ];
  for (const [, from, url] of imports) {
    const path = relative('src', join('src', dirname(file), from ?? url!)).replaceAll('\\', '/');
    if (path.startsWith('../')) {
      if (path.startsWith('../shaders/')) expect(room, path).toBe('kernels');
      continue;
    }
    if (TEST_ONLY.test(file) && FUZZ.test(path)) continue;
    const target = path.split('/')[0]!;
    expect([room, 'lib', ...ROOMS[room]!], `${file} imports ${path}`).toContain(target);
    // Outsiders import the room, insiders the file; the engine's worker file is loaded by address.
    const inside = target === room || TEST_ONLY.test(file) || url !== undefined;
    if (!inside) expect(path, `${file} imports ${path} past its index`).toBe(target);
  }
});

test.each(files.filter((file) => !TEST_ONLY.test(file)))('%s keeps to 300 lines', (file) => {
  const lines = readFileSync(join('src', file), 'utf8').split('\n').length;
  expect(lines).toBeLessThanOrEqual(301);
});

test('every shader has a wrapper, a float64 twin, a test and a header of the same name', () => {
  const shaders = readdirSync('shaders').filter((file) => file.endsWith('.wgsl'));
  expect(shaders.length).toBeGreaterThan(10);
  const kernels = readdirSync('src/kernels');
  for (const shader of shaders) {
    const stem = shader.replace('.wgsl', '');
    expect(kernels).toEqual(
      expect.arrayContaining([`${stem}.ts`, `${stem}.cpu.ts`, `${stem}.test.ts`]),
    );
    const source = readFileSync(`shaders/${shader}`, 'utf8');
    expect(source).toMatch(new RegExp(`^// ${stem}: .*`));
    for (const field of ['in', 'out', 'grid', 'error', 'source'])
      expect(source, `${shader} has no header field ${field}`).toMatch(
        new RegExp(`^// (in)?${field} `, 'm'),
      );
    expect(source).toContain(`fn ${stem}(`);
    expect(source.split('\n').length, shader).toBeLessThanOrEqual(151);
  }
});

// Text that several shaders include; not kernels of their own.
test.each(readdirSync('shaders/parts'))('part %s says what it is and is included', (part) => {
  const stem = part.replace('.wgsl', '');
  const source = readFileSync(`shaders/parts/${part}`, 'utf8');
  expect(source).toMatch(new RegExp(`^// ${stem}: .*`));
  expect(source.split('\n').length).toBeLessThanOrEqual(151);
  const users = [
    ...readdirSync('shaders').map((file) => join('shaders', file)),
    ...readdirSync('src/kernels').map((file) => join('src/kernels', file)),
  ].filter((file) => /\.(wgsl|ts)$/.test(file));
  const named = new RegExp(`@include ${stem}\\b|'${stem}'`);
  expect(users.some((file) => named.test(readFileSync(file, 'utf8')))).toBe(true);
});
