import { type DataFile, decodeUtf8, expandFiles, wholeFile } from '../data';

const LICENCE_FILE = /(^|\/)(licen[cs]e|copying|copyright)(\.(txt|md|rst))?$/i;
const README_FILE = /(^|\/)readme(\.(txt|md|rst))?$/i;
/** A notice is longer than anything a list can show; the file itself is with the source. */
const MOST_CHARACTERS = 400;
const MOST_BYTES = 2 ** 20;

/**
 * Gives the licence that a package states: the start of its LICENSE file, or the lines of its README that speak of a
 * licence; in zips too.
 *
 * @returns undefined where it states none, or what states it cannot be read.
 */
export async function findLicence(files: readonly DataFile[]): Promise<string | undefined> {
  const wanted = (path: string) => LICENCE_FILE.test(path) || README_FILE.test(path);
  const all = await expandFiles(files, wanted).catch(() => []);
  const texts = async (pattern: RegExp) =>
    Promise.all(all.filter(({ path }) => pattern.test(path)).map((file) => textOf(file)));
  for (const text of await texts(LICENCE_FILE)) if (text) return shortened(text);
  for (const text of await texts(README_FILE)) {
    const lines = text.split('\n').filter((line) => /licen[cs]e/i.test(line));
    if (lines.length > 0) return shortened(lines.join(' '));
  }
  return undefined;
}

async function textOf(file: DataFile): Promise<string> {
  try {
    const { path, bytes } = await wholeFile(file, MOST_BYTES);
    return decodeUtf8(path, bytes);
  } catch {
    // A licence that cannot be read is one that is not stated; the rows are read all the same.
    return '';
  }
}

function shortened(text: string): string {
  const flat = text.replaceAll(/[#*=\s]+/g, ' ').trim();
  return flat.length > MOST_CHARACTERS ? `${flat.slice(0, MOST_CHARACTERS)}…` : flat;
}
