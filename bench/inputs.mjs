import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Exit } from './say.mjs';
import { listFiles } from './setUp.mjs';

const MOST_FILES = 10_000;

/**
 * The files behind paths of the command line: a file, a folder with all below it, or the common
 * beginning of a Moses pair (`corpus.en-sw` for `corpus.en-sw.en` and `corpus.en-sw.sw`).
 *
 * @param {string} flag named in errors
 * @param {readonly string[]} paths
 * @returns {{ path: string, file: string }[]} the path shown and recorded, and where the file is
 * @throws {Exit} 64 for a path that does not exist or a folder with too many files
 */
export function collectFiles(flag, paths) {
  const files = paths.flatMap((path) => {
    const root = resolve(process.env.INIT_CWD ?? '.', path); // npm runs scripts from the package's folder
    if (existsSync(root)) {
      const folder = statSync(root).isDirectory() ? dirname(root) : dirname(root);
      return listFiles(root).map((file) => ({ path: relative(folder, file), file }));
    }
    const siblings = existsSync(dirname(root)) ? readdirSync(dirname(root)) : [];
    const parts = siblings.filter((name) => name.startsWith(`${basename(root)}.`)).sort();
    if (parts.length === 0)
      throw new Exit(64, `${flag} ${path}: no such file, folder or beginning of a Moses pair.`);
    return parts.map((name) => ({ path: name, file: join(dirname(root), name) }));
  });
  if (files.length > MOST_FILES)
    throw new Exit(64, `${flag}: ${files.length} files; at most ${MOST_FILES} are read.`);
  return files;
}
