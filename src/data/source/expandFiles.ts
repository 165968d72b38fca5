import { expandZips, ZIP_LIMITS, type ZipLimits } from '../expandZips';
import type { DataFile } from '../types';
import { wholeFile } from './readFile';

/** A file, or a wanted entry of a container; `source` is the path that was handed in. */
export type SourceFile = DataFile & { readonly source: string };

/**
 * Gives the files with every zip replaced by its entries, named `archive.zip/folder/file`; entries that `wanted`
 * refuses are listed without bytes.
 *
 * @throws ParseError if a zip is damaged, over a limit, or holds a duplicate, absolute or `..` name.
 */
export async function expandFiles(
  files: readonly DataFile[],
  wanted: (path: string) => boolean,
  limits: ZipLimits = ZIP_LIMITS,
): Promise<SourceFile[]> {
  const expanded: SourceFile[] = [];
  for (const file of files) {
    if (!file.path.toLowerCase().endsWith('.zip')) expanded.push({ ...file, source: file.path });
    else expanded.push(...expandZips([await wholeFile(file, limits.totalBytes)], wanted, limits));
  }
  return expanded;
}
