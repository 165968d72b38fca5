// Which scripts the first screen loads, and what they weigh on the wire.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * The scripts that a page has loaded by now, apart from its workers.
 *
 * @param {readonly string[]} loaded addresses of everything that was loaded
 * @param {readonly string[]} workers addresses of the workers' scripts
 * @param {string} base address of the page
 * @returns {{ page: string[], workers: string[] }} paths below `base`
 */
export function scriptsOf(loaded, workers, base) {
  const below = (addresses) =>
    [...new Set(addresses.map((address) => address.split(/[?#]/)[0]))]
      .filter((address) => address.startsWith(base) && /\.m?js$/.test(address))
      .map((address) => address.slice(base.length));
  const apart = below(workers);
  return { page: below(loaded).filter((path) => !apart.includes(path)), workers: apart };
}

/**
 * Names and sizes, gzipped as a host does, the largest first.
 *
 * @param {readonly string[]} paths below `root`
 * @returns {{ file: string, kilobytes: number }[]}
 */
export function weigh(paths, root) {
  return paths
    .map((file) => {
      const { length } = gzipSync(readFileSync(join(root, file)), { level: 9 });
      return { file, kilobytes: length / 1000 };
    })
    .toSorted((a, b) => b.kilobytes - a.kilobytes);
}

/**
 * The scripts without which nothing is drawn: the entry of `index.html`, the halves of the product that it waits for, and all
 * that these import. What a screen imports when it is drawn, such as its charts, is lazy and not among them.
 *
 * @param {string} root of the built page
 * @returns {string[]} paths below `root`
 */
export function initialScripts(root) {
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  const entries = [...html.matchAll(/<script[^>]+src="\.\/([^"]+\.js)"/g)].map(([, path]) => path);
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    const text = readFileSync(join(root, path), 'utf8');
    const beside = (name) => join(dirname(path), name);
    for (const [, name] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      visit(beside(name));
    if (!entries.includes(path)) return;
    for (const [, name] of text.matchAll(/import\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      if (!name.startsWith('headless')) visit(beside(name));
  };
  entries.forEach(visit);
  return [...found];
}
