import { ParseError } from '../../lib';
import { expandFiles } from '../source/expandFiles';
import type { DataFile } from '../types';
import { decodeStrings } from './decode';
import { openNpyEntries } from './npyStore';
import type { ArrayStore } from './types';

const METADATA = ['meta', 'metadata'];
const MOST_METADATA = 2 ** 20;

/**
 * Opens a .npz file (`numpy.savez`, `numpy.savez_compressed`) by the headers of its arrays. JSON in an array called
 * `meta` or `metadata`, of bytes or of one text, is the file's metadata.
 *
 * @throws ParseError naming file and array if the zip or a header is damaged.
 */
export async function openNpz(file: DataFile): Promise<ArrayStore> {
  // The file is a zip whatever it is called.
  const zip = `${file.path}.zip`;
  const named = await renamed(zip, file.path, () =>
    expandFiles([{ ...file, path: zip }], (path) => path.endsWith('.npy')),
  );
  const entries = named
    .filter(({ path }) => path.endsWith('.npy'))
    .map((entry) => ({ name: entry.path.slice(zip.length + 1, -'.npy'.length), file: entry }));
  const store = await renamed(zip, file.path, () => openNpyEntries(file.path, entries));
  return { ...store, metadata: await readMetadata(store) };
}

/** The zip's own name in what is thrown. */
async function renamed<Result>(
  from: string,
  to: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new ParseError(error.file.replace(from, to), error.line, error.field, error.detail);
  }
}

async function readMetadata(store: ArrayStore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of METADATA) {
    const array = store.arrays.get(name);
    if (!array) continue;
    const count = array.shape.reduce((product, size) => product * size, 1);
    const bytes = count * array.type.size;
    const fail = (detail: string) => new ParseError(store.file, 0, name, detail);
    if (bytes > MOST_METADATA)
      throw fail(`found ${bytes} bytes of metadata, wanted at most ${MOST_METADATA}`);
    const raw = await store.read(name, 0, bytes);
    const text =
      array.type.kind === 'uint' && array.type.size === 1
        ? new TextDecoder().decode(raw)
        : decodeStrings(raw, array.type)?.join('');
    if (text === undefined) throw fail(`found ${array.type.shown}, wanted JSON in bytes or text`);
    for (const [key, value] of entriesOf(text, fail)) found.set(key, value);
  }
  return found;
}

function entriesOf(text: string, fail: (detail: string) => ParseError): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(`is no JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail('wanted a JSON object of names and values');
  return Object.entries(value).map(([key, one]) => [
    key,
    typeof one === 'string' ? one : JSON.stringify(one),
  ]);
}
