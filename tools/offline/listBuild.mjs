import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files above it are kept when they are first used. */
const MOST_EAGER_BYTES = 5 * 2 ** 20;
/** Folders of `public/` that the first picture needs. */
const FIRST = ['alignment'];
/** What is no part of the page: the baseline of the benchmark, and the worker itself. */
const NOT_THE_PAGE = /^(?:bench\/|assets\/contender-|sw\.js$)/;
/** Fonts of other scripts come when a text has them; ε is Greek. */
const RARE_FONT = /\.woff2$/;
const COMMON_FONT = /noto-sans-(?:latin|greek)-wght-normal/;

/** Files below a folder, with `/`, sorted. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Of each folder of `public/`, and each file beside them, a hash of the names and contents. */
export function publicVersions(folder) {
  const hashes = new Map();
  for (const file of filesBelow(folder)) {
    const top = file.split('/', 1)[0];
    const hash = hashes.get(top) ?? createHash('sha256');
    hashes.set(top, hash.update(`${file}\0`).update(readFileSync(join(folder, file))));
  }
  return Object.fromEntries(
    [...hashes].map(([top, hash]) => [top, hash.digest('hex').slice(0, 12)]),
  );
}

/**
 * What a built page consists of (src/offline/types.ts).
 *
 * @param {string} folder the build
 * @param {Readonly<Record<string, string>>} versions of what `public/` holds
 * @throws Error if index.html starts no script
 */
export function listBuild(folder, versions) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const entry = /<script type="module"[^>]* src="\.\/(assets\/[^"]+)"/.exec(page)?.[1];
  if (!entry) throw new Error(`${folder}/index.html starts no script below assets/`);
  const eager = ['./'];
  const lazy = [];
  const integrity = {};
  for (const file of filesBelow(folder)) {
    if (file === 'index.html' || NOT_THE_PAGE.test(file)) continue;
    const top = file.split('/', 1)[0];
    const version = Object.hasOwn(versions, top) ? versions[top] : undefined;
    const isEager =
      version === undefined
        ? statSync(join(folder, file)).size <= MOST_EAGER_BYTES &&
          (!RARE_FONT.test(file) || COMMON_FONT.test(file))
        : FIRST.includes(top) || !file.includes('/');
    // The page asks for its icon as index.html has it.
    const isNamed = version !== undefined && file.includes('/');
    const address = isNamed ? `${file}?v=${version}` : file;
    (isEager ? eager : lazy).push(address);
    if (isNamed) {
      const hash = createHash('sha256').update(readFileSync(join(folder, file)));
      integrity[address] = `sha256-${hash.digest('base64')}`;
    }
  }
  const id = createHash('sha256')
    .update(page)
    .update(JSON.stringify([eager, lazy, versions]))
    .digest('hex')
    .slice(0, 16);
  return { id, entry, eager, lazy, integrity };
}
