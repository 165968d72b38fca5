import { ParseError } from '../../lib';
import type { DataFile } from '../types';
import { gunzipFile } from './gunzipFile';
import { randomAccess } from './randomAccess';
import { headOf } from './readFile';
import { UNPACK_LIMITS, UnpackCount, type UnpackLimits } from './unpackLimits';
import { readZipDirectory } from './zipDirectory';
import { openZipEntry } from './zipEntry';

/** A file, or a wanted entry of a container; `source` is the path that was handed in. */
export type SourceFile = DataFile & { readonly source: string };

/**
 * Gives the files with every zip replaced by its entries, named `archive.zip/folder/file`, and `x.tsv.gz` as `x.tsv`.
 * Entries and gzip files are unpacked while they are read, so that errors in their data come then; a zip that cannot be
 * read by range is read whole (1 GiB at most). Entries that `wanted` refuses are listed without bytes; containers
 * inside a container are files like any other.
 *
 * @throws ParseError if a zip's directory is damaged or ambiguous, holds a duplicate, absolute or `..` name, entries
 *   that overlap, or a wanted entry that is encrypted or beyond a limit.
 */
export async function expandFiles(
  files: readonly DataFile[],
  wanted: (path: string) => boolean,
  limits: UnpackLimits = UNPACK_LIMITS,
): Promise<SourceFile[]> {
  const expanded: SourceFile[] = [];
  for (const file of files) {
    const source = file.path;
    if (await isZip(file)) expanded.push(...(await expandZip(file, wanted, limits)));
    else if (/\.gz$/i.test(source)) expanded.push({ ...gunzipFile(file, limits), source });
    else expanded.push({ ...file, source });
  }
  return expanded;
}

async function expandZip(
  file: DataFile,
  wanted: (path: string) => boolean,
  limits: UnpackLimits,
): Promise<SourceFile[]> {
  if (!isPk(await headOf(file, 2)))
    throw new ParseError(file.path, 0, '', 'is no zip, wanted one that begins with PK');
  const zip = await randomAccess(file);
  const count = new UnpackCount(file.path, limits);
  return (await readZipDirectory(zip, limits)).map((entry): SourceFile => {
    const path = `${file.path}/${entry.name}`;
    if (!wanted(path)) return { path, source: file.path, bytes: new Uint8Array() };
    return { ...openZipEntry(zip, entry, count), source: file.path };
  });
}

/** By its ending; where it has none, by its first bytes. Other formats are zips too and stay whole: .npz, .xlsx. */
async function isZip(file: DataFile): Promise<boolean> {
  if (/\.[a-z0-9]{1,8}$/i.test(file.path)) return /\.zip$/i.test(file.path);
  const head = await headOf(file, 3);
  return isPk(head) && head[2] === 3;
}

function isPk(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b;
}
