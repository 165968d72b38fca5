import { ParseError } from './errors';
import { quoteJson } from './quoteJson';

/** Bytes of an element by type; the last row is read past, never decoded. */
export const SAFETENSORS_SIZES = {
  ...{ F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, I8: 1 },
  ...{ U64: 8, U32: 4, U16: 2, I16: 2, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1 },
} as const;

export type SafetensorsType = keyof typeof SAFETENSORS_SIZES;

/** A tensor by its header: `start` to `end` in bytes from the beginning of the data. */
export interface SafetensorsEntry {
  readonly dtype: SafetensorsType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes before the header, its length. */
export const LENGTH_BYTES = 8;
/** Ten thousand times what a model of twelve layers needs; a longer one is an attack or no such file. */
const LONGEST_HEADER = 10 * 2 ** 20;
export const METADATA = '__metadata__';
/** Names that would reach past the object which a reader in JavaScript or Python keeps tensors in. */
export const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', '']);

/** Exact whatever the sizes, so that no product wraps around to a small one. */
export const elements = (shape: readonly number[]): bigint =>
  shape.reduce((product, n) => product * BigInt(n), 1n);

/**
 * Where the data begins, from the first eight bytes of a file.
 *
 * @param head at least as many bytes as there are up to eight.
 * @param size of the whole file.
 * @throws ParseError if the header is longer than 10 MiB or than the file.
 */
export function safetensorsDataStart(head: Uint8Array, size: number, file: string): number {
  const fail = (detail: string) => new ParseError(file, 0, 'header', detail);
  if (head.length < LENGTH_BYTES) throw fail(`found ${head.length} bytes, want 8 or more`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > LONGEST_HEADER)
    throw fail(`found a length of ${length} bytes, want at most ${LONGEST_HEADER}`);
  const start = LENGTH_BYTES + Number(length);
  if (start > size)
    throw fail(`found a length of ${length} bytes, but the file ends after ${size}`);
  return start;
}

/**
 * Reads a header: tensors that cover `dataBytes` without holes and without overlap, and metadata.
 *
 * @param raw the bytes between the length and the data.
 * @throws ParseError naming file, tensor, found and wanted, if any of that does not hold.
 */
export function parseSafetensorsHeader(
  raw: Uint8Array,
  dataBytes: number,
  file: string,
): SafetensorsHeader {
  const header = parseJson(headerText(raw, file), file);
  const tensors = new Map<string, SafetensorsEntry>();
  const metadata = new Map<string, string>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) readMetadata(entry, file, metadata);
    else if (FORBIDDEN.has(name)) throw new ParseError(file, 0, quoteJson(name), 'forbidden name');
    else tensors.set(name, readEntry(entry, name, file, dataBytes));
  }
  checkCover(tensors, dataBytes, file);
  return { tensors, metadata };
}

function headerText(raw: Uint8Array, file: string): string {
  if (raw[0] !== 0x7b) throw new ParseError(file, 0, 'header', 'does not start with {');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw new ParseError(file, 0, 'header', 'not UTF-8');
  }
}

function parseJson(text: string, file: string): Record<string, unknown> {
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new ParseError(file, 0, 'header', `not JSON: ${(cause as Error).message}`);
  }
  const seen = new Set<string>();
  for (const key of topLevelKeys(text)) {
    if (seen.has(key)) throw new ParseError(file, 0, key, 'found twice');
    seen.add(key);
  }
  return header;
}

/** Keys of the outermost object of valid JSON, those that JSON.parse drops as repeated included. */
function* topLevelKeys(text: string): Generator<string> {
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token !== ':') last = token;
    else if (depth === 1) yield JSON.parse(last) as string;
  }
}

function readMetadata(entry: unknown, file: string, into: Map<string, string>): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new ParseError(file, 0, METADATA, 'want an object of strings');
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string')
      throw new ParseError(file, 0, `${METADATA}.${key}`, `found ${typeof value}, want a string`);
    into.set(key, value);
  }
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function readEntry(
  entry: unknown,
  name: string,
  file: string,
  dataBytes: number,
): SafetensorsEntry {
  const fail = (detail: string) => new ParseError(file, 0, name, detail);
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(SAFETENSORS_SIZES, dtype))
    throw fail(`found dtype ${quoteJson(dtype)}, want one of ${Object.keys(SAFETENSORS_SIZES)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw fail(`found shape ${quoteJson(shape)}, want a list of whole numbers`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw fail(`found data_offsets ${quoteJson(offsets)}, want two whole numbers`);
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataBytes)
    throw fail(`found data_offsets ${start} to ${end}, want them within ${dataBytes} bytes`);
  const want = elements(shape as number[]) * BigInt(SAFETENSORS_SIZES[dtype as SafetensorsType]);
  if (BigInt(end - start) !== want)
    throw fail(`found ${end - start} bytes, want ${want} for ${dtype} [${shape}]`);
  return { dtype: dtype as SafetensorsType, shape: shape as number[], start, end };
}

function checkCover(
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  dataBytes: number,
  file: string,
): void {
  const places = [...tensors].map(([name, { start, end }]) => ({ name, start, end }));
  places.sort((a, b) => a.start - b.start || a.end - b.end);
  let covered = 0;
  for (const { name, start, end } of places) {
    if (start !== covered)
      throw new ParseError(
        file,
        0,
        name,
        `found its data at ${start}, ${start < covered ? 'inside another tensor' : 'after a hole'}, want ${covered}`,
      );
    covered = end;
  }
  if (covered !== dataBytes)
    throw new ParseError(file, 0, 'data', `found ${dataBytes} bytes, want ${covered}`);
}
