// Dependency-free up to the point where Playwright is asked; finds the Chromium that drives everything.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Exit, say } from './say.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome.exe',
];

const WAYS = `Do one of these, then run the command again:
  - set CHROMIUM_PATH to the browser's executable,
  - install Chromium or Google Chrome so that it is on the PATH,
  - run: npx playwright install chromium`;

/**
 * Finds a browser: CHROMIUM_PATH, Chromium or Chrome on the PATH, Playwright's own, and where there is
 * none installs Playwright's or, as root on Debian, the distribution's.
 *
 * @returns {Promise<string>} path of the executable
 * @throws {Exit} 3 with what to do
 */
export async function findBrowser(env = process.env) {
  if (env.CHROMIUM_PATH) {
    if (isExecutable(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Exit(
      3,
      `CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which is not an executable file. ${WAYS}`,
    );
  }
  return (
    onPath(env.PATH ?? '') ??
    (await playwrightBrowser()) ??
    (await installPlaywrightBrowser()) ??
    installDebianBrowser(env) ??
    fail()
  );
}

/** The first Chromium or Chrome in the folders of `path` that runs. */
export function onPath(path) {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const name of NAMES) {
      const file = join(folder, name);
      if (isExecutable(file) && answers(file)) return file;
    }
  }
  return undefined;
}

/** Ubuntu's chromium-browser without its snap is a script that only says so; it must not hide a real browser. */
function answers(file) {
  if (process.platform === 'win32') return true; // --version would open a window there
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile(); // a folder is "executable", too
  } catch {
    return false;
  }
}

async function playwrightBrowser() {
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

async function installPlaywrightBrowser() {
  say('No browser found; asking Playwright for its Chromium …');
  const command = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const { status } = spawnSync(command, ['playwright', 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  return status === 0 ? playwrightBrowser() : undefined;
}

function installDebianBrowser(env) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return undefined;
  say("Installing the distribution's Chromium …");
  const options = { stdio: ['ignore', 2, 2], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
  } catch {
    return undefined;
  }
  return onPath(env.PATH ?? '');
}

function fail() {
  throw new Exit(3, `No Chromium or Chrome was found, and none could be installed. ${WAYS}`);
}

/**
 * Starts a browser whose storage lives in `profile`, so that token vectors encoded once are there for
 * the next run; where that profile is in use or cannot be written, a temporary one serves.
 *
 * @param {string} executablePath
 * @param {string} [gpu]
 * @param {string} [profile] a folder; a temporary one where absent
 * @returns {Promise<import('playwright-core').BrowserContext>}
 * @throws {Exit} 3 if it does not start
 */
export async function launchBrowser(executablePath, gpu, profile = '') {
  const { chromium } = await import('playwright-core');
  const options = {
    executablePath,
    args: browserArguments(gpu),
    handleSIGINT: false, // the command closes the browser itself
  };
  try {
    if (profile) return await chromium.launchPersistentContext(profile, options);
  } catch {
    // Another run holds the profile, or the folder cannot be written.
  }
  try {
    return await chromium.launchPersistentContext('', options);
  } catch (error) {
    throw new Exit(3, `${executablePath} does not start: ${error.message}\n${WAYS}`);
  }
}

/** Chromium's switches: WebGPU also on a software adapter, no background traffic, no sandbox for root. */
export function browserArguments(gpu = 'auto') {
  const hardware =
    gpu === 'hardware' ||
    (gpu === 'auto' &&
      process.platform === 'linux' &&
      (existsSync('/dev/dri/renderD128') || existsSync('/dev/nvidia0')));
  return [
    '--enable-unsafe-webgpu',
    ...(gpu === 'software' ? ['--use-webgpu-adapter=swiftshader'] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(hardware && process.platform === 'linux'
      ? ['--enable-features=Vulkan', '--ignore-gpu-blocklist']
      : []),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ];
}
