import { ParseError } from '../../lib';
import type { DataFile } from '../types';
import { NPY_HEAD, type NpyHeader, readNpyHeader, showShape } from './npyHeader';
import { openRanges, type Ranges } from './ranges';
import { readRange } from './readRange';
import { toRowMajor } from './rowMajor';
import type { ArrayHeader, ArrayStore } from './types';

/** A .npy array that was opened by its header. */
interface OpenNpy extends ArrayHeader {
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Opens a .npy file, whose only array is called `x`. @throws ParseError as `readNpyHeader`, or for wrong length. */
export async function openNpy(ranges: Ranges): Promise<ArrayStore> {
  return storeOf('npy', ranges.path, [await openArray(ranges.path, 'x', ranges)]);
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
      arrays.push(await openArray(file, name, await openRanges(entry)));
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

async function openArray(file: string, name: string, ranges: Ranges): Promise<OpenNpy> {
  const header = readNpyHeader(file, name, await ranges.slice(0, NPY_HEAD));
  const { type, shape, start, bytes } = header;
  if (ranges.size - start !== bytes)
    throw new ParseError(
      file,
      0,
      name,
      `found ${ranges.size - start} bytes of data, wanted ${bytes} for ${type.shown} ${showShape(shape)}`,
    );
  const turned = header.fortran && shape.length > 1 ? turnedOnce(ranges, header) : undefined;
  return {
    ...{ name, type, shape },
    read: async (from, to) =>
      turned
        ? (await turned()).subarray(from, to)
        : readRange({ ...ranges, path: file }, start + from, start + to, name),
  };
}

/** Column-major data must be there whole to be turned. */
function turnedOnce(ranges: Ranges, { type, shape, start, bytes }: NpyHeader) {
  let turned: Promise<Uint8Array> | undefined;
  return () => {
    turned ??= readRange(ranges, start, start + bytes).then((raw) =>
      toRowMajor(raw, shape, type.size),
    );
    return turned;
  };
}
