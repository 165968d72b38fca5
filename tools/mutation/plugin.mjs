import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * `text` with its only `find` replaced.
 *
 * @throws Error unless `find` occurs exactly once.
 */
export function mutated(text, { file, find, replace }) {
  const count = text.split(find).length - 1;
  if (count !== 1) throw new Error(`mutation of ${file}: ${count} places hold ${find}`);
  return text.replace(find, () => replace);
}

/**
 * Vite plugin that serves one file of the repository with a mutation, as itself or as `?raw` text; the disk
 * stays as it is.
 *
 * @param {string | undefined} given JSON `{ file, find, replace }`, or `{ file, text }` for a whole file;
 *   undefined: no mutation
 */
export function mutationPlugin(given) {
  if (!given) return undefined;
  const mutation = JSON.parse(given);
  const path = ROOT + mutation.file;
  return {
    name: 'mutation',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?');
      if (file !== path) return undefined;
      const text = mutation.text ?? mutated(readFileSync(path, 'utf8'), mutation);
      console.error(`mutation applied to ${mutation.file}`);
      const raw = query?.split('&').includes('raw');
      return raw ? `export default ${JSON.stringify(text)};` : text;
    },
  };
}
