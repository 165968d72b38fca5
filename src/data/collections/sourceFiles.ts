import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import { expandFiles } from '../source/expandFiles';
import { headOf } from '../source/readFile';
import { listNames } from '../sourceRows';
import type { DataFile } from '../types';
import { type CollectionPlace, collectionPlace, WANTED_COLLECTION } from './collectionPlace';

/** A file with a role; `source` is the path that was handed in, a zip's for its entries. */
export interface PlacedFile {
  readonly file: DataFile;
  readonly source: string;
  readonly place: CollectionPlace;
}

/** CLIRMatrix has a hundred results a line; the first key comes before them. */
const HEAD_BYTES = 65_536;
const UNPACKED = /(?:^|[/\\])[^./\\]+$|\.(?:tsv|txt|jsonl?|jl|rel|documents|queries|qrels?)$/i;

/** Gives the files that have a role, by path; says which have none. @throws ParseError if a zip is refused. */
export async function placeFiles(
  files: readonly DataFile[],
  problems: Problems,
): Promise<readonly PlacedFile[]> {
  const all = await expandFiles(files, (path) => UNPACKED.test(path));
  const placed: PlacedFile[] = [];
  for (const file of all.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const head = await headOf(file, HEAD_BYTES);
    const place = collectionPlace(file.path, new TextDecoder().decode(head));
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    if (place && !isGzip) placed.push({ file, source: file.source, place });
    else {
      const why = isGzip ? 'it is compressed; unpack it first' : 'no file of a collection';
      problems.note(file.path, `ignored: ${why}`);
    }
  }
  if (placed.length === 0) {
    const names = all.map(({ path }) => path);
    throw nothing('no collection inside', names, files.length === 1 ? files[0]?.path : undefined);
  }
  return placed;
}

/** An error that says what is missing, what was found, and what a reader wants. */
export function nothing(lack: string, names: readonly string[], file?: string): ParseError {
  const where = file ?? (names.length === 1 ? (names[0] ?? '') : `${names.length} files`);
  const detail = `${lack}: found ${listNames(names)}; wanted ${WANTED_COLLECTION}`;
  return new ParseError(where, 0, '', detail);
}

/**
 * Gives the one file of several that is for `split` by its name or its folder's, such as `qrels/test.tsv`,
 * `queries.dev.small.tsv`; `dev` alone is no `dev.small`. The others are reported.
 *
 * @throws ParseError if it is none or several.
 */
export function pickSplit(
  files: readonly PlacedFile[],
  what: string,
  split: string,
  problems: Problems,
): PlacedFile {
  const [first] = files;
  if (first && files.length === 1) return first;
  const names = files.map(({ file }) => file.path);
  const stems = names.map((name) => name.toLowerCase().replace(/\.[a-z]+$/, ''));
  const wanted = split.toLowerCase();
  const ends = stems.map((stem) => new RegExp(`(?:^|[._/\\\\-])${escaped(wanted)}$`).test(stem));
  const holds = stems.map((stem) =>
    new RegExp(`(?:^|[._/\\\\-])${escaped(wanted)}(?:[._/\\\\-]|$)`).test(stem),
  );
  const fits = ends.includes(true) ? ends : holds;
  const chosen = files.filter((_, i) => fits[i]);
  const [one] = chosen;
  if (!one || chosen.length > 1) {
    const detail = `found ${files.length} files of ${what}: ${listNames(names)}; wanted one, or one for the split ${split}`;
    throw new ParseError(names[0] ?? '', 0, '', detail);
  }
  for (const { file } of files)
    if (file !== one.file) problems.note(file.path, `ignored: not of the split ${split}`);
  return one;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
