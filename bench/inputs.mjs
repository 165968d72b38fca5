import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Exit } from './say.mjs';
import { isAddress } from './serve.mjs';
import { walk } from './setUp.mjs';

const MOST_FILES = 10_000;

/** Where the user stood: npm runs scripts from the package's folder. */
export function fromUser(path, env = process.env) {
  return resolve(env.INIT_CWD ?? '.', path);
}

/**
 * The files behind paths of the command line: an address (http, https), a file, a folder with all below it but what is hidden, or
 * the common beginning of a Moses pair (`corpus.en-sw` for `corpus.en-sw.en` and `corpus.en-sw.sw`).
 *
 * @param {string} flag named in errors
 * @param {readonly string[]} paths
 * @returns {{ path: string, file: string }[]} the path shown and recorded, and where the file is
 * @throws {Exit} 64 for a path that does not exist or cannot be read, or a folder with too many files
 */
export function collectFiles(flag, paths) {
  const found = new Map(); // a file that is named twice is read once
  for (const path of paths) {
    for (const { shown, file } of filesOf(flag, path)) {
      if (!found.has(file)) found.set(file, shown.replaceAll(sep, '/'));
      if (found.size > MOST_FILES)
        throw new Exit(
          64,
          `${flag} ${path}: more than ${MOST_FILES} files; is it the right folder?`,
        );
    }
  }
  const shown = [...found.values()];
  const unique = new Set(shown).size === shown.length;
  // Two folders of one name: readers pair files by their path, so these must differ.
  return [...found].map(([file, path]) => ({
    path: unique ? path : file.replaceAll(sep, '/'),
    file,
  }));
}

/** What an address is shown as: its path, by whose end readers know a format; no query, which may hold a secret. */
function nameOf(flag, address) {
  try {
    const { hostname, pathname } = new URL(address);
    return `${hostname}${decodeURIComponent(pathname)}`;
  } catch {
    throw new Exit(64, `${flag} ${address}: is no address that can be read.`);
  }
}

function* filesOf(flag, path) {
  if (isAddress(path)) {
    yield { shown: nameOf(flag, path), file: path };
    return;
  }
  const root = fromUser(path);
  try {
    if (path !== '' && existsSync(root)) {
      for (const file of walk(root, (name) => name.startsWith('.')))
        yield { shown: relative(dirname(root), file), file };
      return;
    }
    const folder = dirname(root);
    const siblings = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
      ? readdirSync(folder, { withFileTypes: true })
      : [];
    const parts = siblings
      .filter((entry) => entry.name.startsWith(`${basename(root)}.`) && !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    if (path !== '' && parts.length > 0) {
      for (const name of parts) yield { shown: name, file: join(folder, name) };
      return;
    }
  } catch (error) {
    throw new Exit(64, `${flag} ${path}: cannot be read: ${error.message}`);
  }
  throw new Exit(64, `${flag} ${path}: no such file, folder or beginning of a Moses pair.`);
}
