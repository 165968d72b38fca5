import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import { ParseError } from '../lib';
import type { NamedBytes } from './types';

/** What an unpacked zip may cost at most; bytes are counted as they come out, declared sizes are not trusted. */
export interface ZipLimits {
  readonly totalBytes: number;
  readonly entryBytes: number;
  readonly entries: number;
  /** Bytes out per byte of zip, once more than `ratioFloorBytes` came out. */
  readonly ratio: number;
  readonly ratioFloorBytes: number;
}

/** Ten times the official MTOP zip and more; text compresses about 5:1, a bomb 1000:1. */
export const ZIP_LIMITS: ZipLimits = {
  totalBytes: 2 ** 30,
  entryBytes: 2 ** 29,
  entries: 10_000,
  ratio: 100,
  ratioFloorBytes: 2 ** 24,
};

/** A file, or a wanted entry of a zip; `source` is the path that was handed in. */
export interface SourceFile extends NamedBytes {
  readonly source: string;
}

// fflate recurses once an entry within one push; 16 KiB hold too few headers to overflow the stack, and
// deflate's 1032:1 bounds what comes out before the next count.
const CHUNK = 16_384;

/**
 * Gives the files with every zip replaced by its entries, named `archive.zip/folder/file`. Entries that `wanted`
 * refuses are listed but not inflated (no bytes); folders, dot files and `__MACOSX` are not listed.
 *
 * @throws ParseError if a zip is damaged, over a limit, or holds a duplicate, absolute or `..` name.
 */
export function expandZips(
  files: readonly NamedBytes[],
  wanted: (path: string) => boolean,
  limits: ZipLimits = ZIP_LIMITS,
): SourceFile[] {
  return files.flatMap((file) =>
    isZip(file) ? unzip(file, wanted, limits) : [{ ...file, source: file.path }],
  );
}

function isZip({ path, bytes }: NamedBytes): boolean {
  return (
    path.toLowerCase().endsWith('.zip') ||
    (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3)
  );
}

function unzip(
  zip: NamedBytes,
  wanted: (path: string) => boolean,
  limits: ZipLimits,
): SourceFile[] {
  if (zip.bytes[0] !== 0x50 || zip.bytes[1] !== 0x4b)
    throw new ParseError(zip.path, 0, '', 'is no zip, wanted one that begins with PK');
  const count = new OutputCount(zip, limits);
  const entries = new Map<string, Entry>();
  const stream = new Unzip((file) => {
    const name = checkedName(zip.path, file.name, entries);
    const entry = new Entry(zip.path, name);
    entries.set(name, entry);
    if (entries.size > limits.entries)
      throw new ParseError(zip.path, 0, '', `more than ${limits.entries} entries`);
    if (isListed(name) && wanted(`${zip.path}/${name}`)) entry.open(file, count);
  });
  stream.register(UnzipInflate);
  pushAll(stream, zip);
  return [...entries.values()]
    .filter((entry) => isListed(entry.name))
    .map((entry) => entry.close());
}

function pushAll(stream: Unzip, { path, bytes }: NamedBytes): void {
  try {
    for (let at = 0; at < bytes.length; at += CHUNK)
      stream.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch (error) {
    if (error instanceof ParseError) throw error;
    throw new ParseError(path, 0, '', `the zip is damaged: ${String(error)}`);
  }
}

/** What an archiver or a desktop adds is no data: folders, dot files, macOS resource forks. */
function isListed(name: string): boolean {
  return !name.endsWith('/') && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(name);
}

function checkedName(zip: string, raw: string, entries: ReadonlyMap<string, Entry>): string {
  const name = raw.replaceAll('\\', '/');
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..'))
    throw new ParseError(zip, 0, name, 'the entry points outside the zip');
  if (entries.has(name)) throw new ParseError(zip, 0, name, 'two entries have this name');
  return name;
}

/** Bytes that came out of one zip. */
class OutputCount {
  #total = 0;

  constructor(
    readonly zip: NamedBytes,
    readonly limits: ZipLimits,
  ) {}

  add(entry: string, entryTotal: number, bytes: number): void {
    const { totalBytes, entryBytes, ratio, ratioFloorBytes } = this.limits;
    this.#total += bytes;
    const fail = (detail: string) => new ParseError(this.zip.path, 0, entry, detail);
    if (entryTotal > entryBytes) throw fail(`the entry unpacks to more than ${entryBytes} bytes`);
    if (this.#total > totalBytes) throw fail(`the zip unpacks to more than ${totalBytes} bytes`);
    if (this.#total > Math.max(ratioFloorBytes, ratio * this.zip.bytes.length))
      throw fail(`the zip unpacks to more than ${ratio} times its size`);
  }
}

class Entry {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #state: 'skipped' | 'open' | 'complete' = 'skipped';

  constructor(
    readonly zip: string,
    readonly name: string,
  ) {}

  open(file: UnzipFile, count: OutputCount): void {
    // fflate throws a bare TypeError for a method that it does not know.
    if (file.compression !== 0 && file.compression !== 8)
      throw this.#error(`compression method ${file.compression}, wanted 0 (stored) or 8 (deflate)`);
    this.#state = 'open';
    file.ondata = (error, data, final) => {
      // fflate hands back what this very callback threw.
      if (error instanceof ParseError) throw error;
      if (error) throw this.#error(`the entry is damaged or encrypted: ${error.message}`);
      this.#size += data.length;
      count.add(this.name, this.#size, data.length);
      this.#chunks.push(data);
      if (final) this.#state = 'complete';
    };
    file.start();
  }

  close(): SourceFile {
    if (this.#state === 'open') throw this.#error('the entry ends early; the zip is damaged');
    const bytes = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return { path: `${this.zip}/${this.name}`, source: this.zip, bytes };
  }

  #error(detail: string): ParseError {
    return new ParseError(this.zip, 0, this.name, detail);
  }
}
