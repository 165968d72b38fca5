import type { InputFile } from '../worker';

/**
 * Gives the file behind an address that somebody typed, named by the end of its path.
 *
 * @throws Error if it is no address of a file on the web.
 */
export function addressFile(text: string, base: string): InputFile {
  const url = URL.parse(text.trim(), base);
  if (!url || !['http:', 'https:'].includes(url.protocol) || text.trim() === '')
    throw new Error(`${text.trim() || 'Nothing'} is no address; wanted https://…`);
  const name = url.pathname.split('/').at(-1) ?? '';
  if (name === '') throw new Error(`${url.href} names no file, but a folder.`);
  return { path: decodedName(name), url: url.href };
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
