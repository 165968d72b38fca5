import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { browserArguments, findBrowser, launchBrowser, onPath } from './browser.mjs';
import { exitOf, program, temporaryFolder } from './testing';

describe('onPath', () => {
  test('takes the first folder that has one, and there the first name', () => {
    const folder = temporaryFolder();
    const second = program(join(folder, 'b/chromium'));
    program(join(folder, 'c/chromium'));
    program(join(folder, 'b/google-chrome'));
    mkdirSync(join(folder, 'a'));
    expect(
      onPath(['', 'a', 'b', 'c'].map((name) => name && join(folder, name)).join(delimiter)),
    ).toBe(second);
  });

  test('passes over a file without leave to run, a folder of the name and a stub that fails', () => {
    const folder = temporaryFolder({ 'plain/chromium': '' });
    mkdirSync(join(folder, 'sources/chromium'), { recursive: true });
    program(join(folder, 'stub/chromium-browser'), 1);
    const real = program(join(folder, 'real/google-chrome-stable'));
    const path = ['plain', 'sources', 'stub', 'real'].map((name) => join(folder, name));
    expect(onPath(path.join(delimiter))).toBe(real);
    expect(onPath(path.slice(0, 3).join(delimiter))).toBeUndefined();
    expect(onPath('')).toBeUndefined();
  });
});

describe('findBrowser', () => {
  test('CHROMIUM_PATH wins over the PATH', async () => {
    const folder = temporaryFolder();
    const own = program(join(folder, 'own'));
    program(join(folder, 'bin/chromium'));
    const PATH = join(folder, 'bin');
    expect(await findBrowser({ CHROMIUM_PATH: own, PATH })).toBe(own);
    expect(await findBrowser({ PATH })).toBe(join(PATH, 'chromium'));
    expect(await findBrowser({ CHROMIUM_PATH: '', PATH })).toBe(join(PATH, 'chromium'));
  });

  test.each(['missing', 'plain', ''])(
    'a CHROMIUM_PATH that cannot run ends with 3, its name and what to do: "%s"',
    async (name) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'plain'), '');
      const CHROMIUM_PATH = join(folder, name); // '' is the folder itself
      const { code, message } = await exitOf(() =>
        findBrowser({ CHROMIUM_PATH, PATH: '/usr/bin' }),
      );
      expect(code).toBe(3);
      expect(message).toContain(`CHROMIUM_PATH names ${CHROMIUM_PATH}, which is not`);
      expect(message).toContain('npx playwright install chromium');
    },
  );
});

test('a browser that does not start ends with 3, its name and what to do', async () => {
  const file = program(join(temporaryFolder(), 'chromium'), 1);
  const { code, message } = await exitOf(() => launchBrowser(file, 'auto'));
  expect(code).toBe(3);
  expect(message).toContain(`${file} does not start`);
  expect(message).toContain('set CHROMIUM_PATH');
});

describe('browserArguments', () => {
  test('always allow WebGPU, and only software asks for SwiftShader', () => {
    for (const gpu of ['auto', 'hardware', 'software'])
      expect(browserArguments(gpu)).toContain('--enable-unsafe-webgpu');
    expect(browserArguments('software')).toContain('--use-webgpu-adapter=swiftshader');
    expect(browserArguments('auto')).not.toContain('--use-webgpu-adapter=swiftshader');
  });

  test('the sandbox is off for root alone', () => {
    expect(browserArguments().includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });
});
