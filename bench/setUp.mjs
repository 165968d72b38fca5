// Dependency-free: brings a fresh clone to the point where the commands can run.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { commit } from './commit.mjs';
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
  if (existsSync('node_modules/.package-lock.json')) {
    const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
    if (isInstalled(read('package-lock.json'), read('node_modules/.package-lock.json'))) return;
  }
  say('Installing dependencies (npm ci) …');
  // Under NODE_ENV=production npm leaves out what builds and tests the page.
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/**
 * Whether the tree that npm recorded in node_modules holds all that the lock file names. Optional
 * packages are for other platforms.
 */
export function isInstalled(lock, tree) {
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) =>
      path === '' || optional || tree.packages?.[path]?.version === version,
  );
}

const SOURCES = [
  'src',
  'shaders',
  'wasm/slots.ts',
  'public',
  'index.html',
  'bench/contender.html',
  'bench/contender.ts',
  'bench/contenderRunners.ts',
  'bench/workload.ts',
  'tools/offline',
  'vite.config.ts',
  'package-lock.json',
];

/** Builds the page into dist/ unless dist/ is newer than everything it is made of. */
export function buildPage() {
  const stamp = 'dist/.optical-bench-sources';
  const wanted = hash(
    SOURCES.flatMap((source) => listFiles(source)).map((file) => {
      const { size, mtimeMs } = statSync(file);
      return `${file} ${size} ${mtimeMs}\n`;
    }),
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building the page (vite build) …');
  run('npx', ['vite', 'build', '--logLevel', 'warn'], { ...process.env, VITE_COMMIT: commit() });
  writeFileSync(stamp, wanted);
}

/** @returns {string[]} `path` itself, or all files below it, in a stable order */
export function listFiles(path) {
  // Editors keep locks and swap folders in hidden entries; hidden files of their own count as sources.
  return [...walk(path, (name, isFile) => name.startsWith('.') && !isFile)];
}

/**
 * The files below a folder, or the file itself, in a stable order; what `skip` names is left out, links
 * that lead nowhere or back to a folder above are, too.
 *
 * @param {string} path
 * @param {(name: string, isFile: boolean) => boolean} skip
 * @returns {Generator<string>}
 */
export function* walk(path, skip, above = []) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  const real = realpathSync(path);
  if (above.includes(real)) return;
  const entries = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !skip(entry.name, entry.isFile()))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name } of entries) {
    const below = join(path, name);
    if (existsSync(below)) yield* walk(below, skip, [...above, real]);
  }
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
