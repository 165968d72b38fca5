import type { Entry } from '@zip.js/zip.js';
import { ParseError } from '../../lib';
import { type RandomAccessFile, rememberFailure } from './randomAccess';
import type { UnpackLimits } from './unpackLimits';

/** An entry as the central directory declares it. */
export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  /** The name's bytes, which the local header must repeat. */
  readonly rawName: Uint8Array;
  /** Where its local header begins. */
  readonly offset: number;
  /** Where the next entry or the central directory begins. */
  readonly end: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly crc: number;
  readonly isEncrypted: boolean;
}

/** Ten thousand entries with long names take 2 MB; a larger directory is not read. */
const MOST_DIRECTORY_BYTES = 2 ** 26;
const LOCAL_HEADER = 30;

/**
 * Gives the files of a zip from its central directory (also zip64), without reading their data. What an archiver or a
 * desktop adds is no data and left out: folders, links, dot files, macOS resource forks.
 *
 * @throws ParseError if the directory is damaged, ambiguous or over the limit; if a name is there twice or points
 *   outside, or if entries overlap, as in the bombs of Fifield (2019, A better zip bomb).
 */
export async function readZipDirectory(
  file: RandomAccessFile,
  limits: UnpackLimits,
): Promise<readonly ZipEntry[]> {
  if (file.size === 0) throw new ParseError(file.path, 0, '', 'the file is empty, wanted a zip');
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js');
  const source = rememberFailure(file);
  // Names are checked here, with errors that show them; strict refuses all that two readers could take differently.
  const reader = new ZipReader(readerOf(source) as never, {
    strictness: 'strict',
    filenameValidation: 'tolerant',
  });
  const found: Entry[] = [];
  const names = new Set<string>();
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      const name = checkedName(file.path, entry.filename, names);
      names.add(name);
      found.push(entry);
      if (found.length > limits.entries)
        throw new ParseError(file.path, 0, '', `more than ${limits.entries} entries`);
    }
  } catch (error) {
    throw source.failure() ?? damaged(file.path, error);
  }
  const ends = endsOf(file.path, found, reader.directoryOffset ?? file.size);
  return found.flatMap((entry, at) => (isFile(entry) ? [zipEntry(entry, ends[at] ?? 0)] : []));
}

/** Reads as zip.js asks for it. */
function readerOf(file: RandomAccessFile) {
  return {
    size: file.size,
    readUint8Array(start: number, length: number): Promise<Uint8Array> {
      if (length > MOST_DIRECTORY_BYTES) {
        const detail = `found a central directory of ${length} bytes, wanted at most ${MOST_DIRECTORY_BYTES}`;
        throw new ParseError(file.path, 0, '', detail);
      }
      return file.slice(start, Math.min(start + length, file.size));
    },
  };
}

/** All that zip.js throws is the archive's fault. */
function damaged(zip: string, error: unknown): ParseError {
  if (error instanceof ParseError) return error;
  const { message, reason } = error as { message?: string; reason?: string };
  const why = reason === undefined ? message : `${message}, ${reason}`;
  return new ParseError(zip, 0, '', `the zip is damaged or incomplete: ${why}`);
}

function checkedName(zip: string, raw: string, names: ReadonlySet<string>): string {
  const name = raw.replaceAll('\\', '/');
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..'))
    throw new ParseError(zip, 0, name, 'the entry points outside the zip');
  if (names.has(name)) throw new ParseError(zip, 0, name, 'two entries have this name');
  return name;
}

/** Where each entry must end. @throws ParseError if its header, name and data reach beyond. */
function endsOf(zip: string, entries: readonly Entry[], directory: number): number[] {
  const order = entries.map((_, at) => at).sort((a, b) => entries[a]!.offset - entries[b]!.offset);
  const ends = new Array<number>(entries.length);
  order.forEach((at, rank) => {
    const entry = entries[at]!;
    const next = order[rank + 1];
    const end = next === undefined ? directory : entries[next]!.offset;
    const least = entry.offset + LOCAL_HEADER + entry.rawFilename.length + entry.compressedSize;
    if (!(least <= end)) {
      const other = next === undefined ? 'the central directory' : entries[next]!.filename;
      throw new ParseError(zip, 0, entry.filename, `the entry overlaps ${other}`);
    }
    ends[at] = end;
  });
  return ends;
}

function isFile({ filename, directory, symlink }: Entry): boolean {
  const name = filename.replaceAll('\\', '/');
  return !directory && !symlink && !name.endsWith('/') && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
}

function zipEntry(entry: Entry, end: number): ZipEntry {
  return {
    name: entry.filename.replaceAll('\\', '/'),
    rawName: entry.rawFilename,
    offset: entry.offset,
    end,
    method: entry.compressionMethod,
    packed: entry.compressedSize,
    size: entry.uncompressedSize,
    crc: entry.crc32 ?? 0,
    isEncrypted: entry.encrypted,
  };
}
