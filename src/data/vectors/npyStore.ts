import { ParseError } from '../../lib';
import { type RandomAccessFile, randomAccess } from '../source/randomAccess';
import { headOf } from '../source/readFile';
import type { DataFile } from '../types';
import { NPY_HEAD, type NpyHeader, readNpyHeader, showShape } from './npyHeader';
import { readRange } from './readRange';
import { toRowMajor } from './rowMajor';
import type { ArrayHeader, ArrayStore } from './types';

/** A .npy array that was opened by its header. */
interface OpenNpy extends ArrayHeader {
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Opens a .npy file, whose only array is called `x`. @throws ParseError as `readNpyHeader`, or for wrong length. */
export async function openNpy(file: DataFile): Promise<ArrayStore> {
  return storeOf('npy', file.path, [await openArray(file.path, 'x', file)]);
}

/**
 * Opens .npy arrays by name, such as the entries of a .npz file. JSON in an array called `meta` or `metadata`, of
 * bytes or of one text, is the file's metadata.
 */
export async function openNpyEntries(
  file: string,
  entries: readonly { readonly name: string; readonly file: DataFile }[],
): Promise<ArrayStore> {
  const arrays: OpenNpy[] = [];
  const broken = new Map<string, ParseError>();
  for (const { name, file: entry } of entries)
    try {
      arrays.push(await openArray(file, name, entry));
    } catch (error) {
      // Pickled objects and the like do no harm as long as nobody asks for them.
      if (!(error instanceof ParseError)) throw error;
      broken.set(name, error);
    }
  return { ...storeOf('npz', file, arrays), broken };
}

function storeOf(format: 'npz' | 'npy', file: string, arrays: readonly OpenNpy[]): ArrayStore {
  const byName = new Map(arrays.map((array) => [array.name, array]));
  return {
    ...{ file, format, arrays: byName, metadata: new Map() },
    read: (name, start, end) => byName.get(name)!.read(start, end),
  };
}

/** Opens an array by its header; an entry of a zip, which cannot be read by place, is unpacked once it is asked for. */
async function openArray(file: string, name: string, entry: DataFile): Promise<OpenNpy> {
  const placed = 'bytes' in entry || entry.slice ? await randomAccess(entry) : undefined;
  const head = placed ? await placed.slice(0, NPY_HEAD) : await headOf(entry, NPY_HEAD);
  const header = readNpyHeader(file, name, head);
  const size = placed?.size ?? ('bytes' in entry ? entry.bytes.length : entry.size);
  const { type, shape, start, bytes } = header;
  if (size !== undefined && size - start !== bytes)
    throw new ParseError(
      file,
      0,
      name,
      `found ${size - start} bytes of data, wanted ${bytes} for ${type.shown} ${showShape(shape)}`,
    );
  const open = once(async () => placed ?? (await randomAccess(entry)));
  const turned = header.fortran && shape.length > 1 ? turnedOnce(open, header) : undefined;
  return {
    ...{ name, type, shape },
    read: async (from, to) =>
      turned
        ? (await turned()).subarray(from, to)
        : readRange({ ...(await open()), path: file }, start + from, start + to, name),
  };
}

/** Column-major data must be there whole to be turned. */
function turnedOnce(
  open: () => Promise<RandomAccessFile>,
  { type, shape, start, bytes }: NpyHeader,
): () => Promise<Uint8Array> {
  return once(async () => {
    const raw = await readRange(await open(), start, start + bytes);
    return toRowMajor(raw, shape, type.size);
  });
}

function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= work();
    return value;
  };
}
