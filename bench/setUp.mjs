// Dependency-free: brings a fresh clone to the point where the commands can run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Exit, say } from './say.mjs';

const windows = process.platform === 'win32';

/** Runs `npm ci` unless node_modules already holds what the lock file names. */
export function installDependencies() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Exit(3, `Node 20.19 or newer is needed, this is ${process.versions.node}.`);
  const stamp = 'node_modules/.optical-bench-lock';
  const wanted = hash([readFileSync('package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

const SOURCES = ['src', 'shaders', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** Builds the page into dist/ unless dist/ is newer than everything it is made of. */
export function buildPage() {
  const stamp = 'dist/.optical-bench-sources';
  const wanted = hash(
    SOURCES.flatMap(listFiles).map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}\n`;
    }),
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building the page (vite build) …');
  run('npx', ['vite', 'build', '--logLevel', 'warn']);
  writeFileSync(stamp, wanted);
}

/** @returns {string[]} `path` itself, or all files below it, in a stable order */
export function listFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') || entry.isFile())
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => listFiles(join(path, entry.name)));
}

/** Runs a command with its output on stderr. @throws {Exit} 2 where it fails */
export function run(command, args, env = process.env) {
  const { status, error } = spawnSync(windows ? `${command}.cmd` : command, args, {
    stdio: ['ignore', 2, 2],
    env,
    shell: windows,
  });
  if (status !== 0)
    throw new Exit(2, `${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function hash(parts) {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex');
}
