import { ParseError } from './errors';
import { bfloat16ToFloat32, halfToNumber } from './halfFloat';
import { quoteJson } from './quoteJson';

/** Bytes of an element by type. */
const SIZES = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, I8: 1 } as const;

export type SafetensorsType = keyof typeof SIZES;

/** A row-major tensor as it is stored: `bytes` little-endian. */
export interface StoredTensor {
  readonly dtype: SafetensorsType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  /** Of what, for messages. */
  readonly file: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

export type TensorValues =
  | Float32Array
  | Float64Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Int8Array;

const LENGTH_BYTES = 8;
const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';
/** Names that would reach past the object which a reader in JavaScript or Python keeps tensors in. */
const FORBIDDEN = new Set(['__proto__', '']);

/**
 * Reads a safetensors file: a u64 header length, a header in JSON, and the data, which the tensors cover
 * without holes and without overlap. The tensors are views into `bytes`.
 *
 * @throws ParseError naming file, tensor, found and wanted, if any of that does not hold.
 * @see https://github.com/huggingface/safetensors, section Format
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { text, dataStart } = headerText(bytes, file);
  const header = parseHeader(text, file);
  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, StoredTensor>();
  const metadata = new Map<string, string>();
  const places: Place[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) {
      readMetadata(entry, file, metadata);
      continue;
    }
    if (FORBIDDEN.has(name)) throw new ParseError(file, 0, JSON.stringify(name), 'forbidden name');
    const { dtype, shape, start, end } = readEntry(entry, name, file, data.length);
    places.push({ name, start, end });
    tensors.set(name, { dtype, shape, bytes: data.subarray(start, end) });
  }
  checkCover(places, data.length, file);
  return { file, tensors, metadata };
}

/**
 * A tensor of floats as float32; F16 and BF16 are exact, F64 is rounded.
 *
 * @throws ParseError if it is missing, has another shape, is not of floats, or holds NaN or infinity.
 */
export function float32Tensor(
  { file, tensors }: Safetensors,
  name: string,
  shape?: readonly number[],
): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor) throw new ParseError(file, 0, name, 'found no such tensor');
  if (
    shape &&
    (shape.length !== tensor.shape.length || shape.some((n, k) => n !== tensor.shape[k]))
  )
    throw new ParseError(file, 0, name, `found shape [${tensor.shape}], want [${shape}]`);
  const values = floats(tensor);
  if (!values)
    throw new ParseError(file, 0, name, `found ${tensor.dtype}, want F32, F16, BF16 or F64`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new ParseError(file, 0, name, `found ${values[bad]} at ${bad}, want finite values`);
  return values;
}

/**
 * A tensor to write, of the type of `values`.
 *
 * @throws RangeError if `shape` does not have as many elements.
 */
export function storedTensor(values: TensorValues, shape: readonly number[]): StoredTensor {
  if (elements(shape) !== values.length)
    throw new RangeError(`storedTensor: found ${values.length} values, want shape [${shape}]`);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype: typeOf(values), shape, bytes };
}

/**
 * Writes a safetensors file; wider types come first, so that every tensor is aligned.
 *
 * @throws RangeError if a name is forbidden, or bytes do not fit type and shape.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(([, a], [, b]) => SIZES[b.dtype] - SIZES[a.dtype]);
  const header: [string, unknown][] = Object.keys(metadata).length ? [[METADATA, metadata]] : [];
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    if (FORBIDDEN.has(name) || name === METADATA)
      throw new RangeError(`writeSafetensors: forbidden name ${JSON.stringify(name)}`);
    if (bytes.length !== elements(shape) * SIZES[dtype])
      throw new RangeError(
        `writeSafetensors: ${name} has ${bytes.length} bytes, want ${dtype} [${shape}]`,
      );
    header.push([name, { dtype, shape, data_offsets: [end, end + bytes.length] }]);
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerBytes), true);
  out.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes); // the format pads with spaces
  out.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const [, { bytes }] of ordered) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

interface Place {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const elements = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

function headerText(bytes: Uint8Array, file: string): { text: string; dataStart: number } {
  const fail = (detail: string) => new ParseError(file, 0, 'header', detail);
  if (bytes.length < LENGTH_BYTES) throw fail(`found ${bytes.length} bytes, want 8 or more`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER)
    throw fail(`found a length of ${length} bytes, want at most ${LONGEST_HEADER}`);
  const dataStart = LENGTH_BYTES + length;
  if (dataStart > bytes.length)
    throw fail(`found a length of ${length} bytes, but the file ends after ${bytes.length}`);
  const raw = bytes.subarray(LENGTH_BYTES, dataStart);
  if (raw[0] !== 0x7b) throw fail('does not start with {');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(raw), dataStart };
  } catch {
    throw fail('not UTF-8');
  }
}

function parseHeader(text: string, file: string): Record<string, unknown> {
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

function readEntry(entry: unknown, name: string, file: string, dataBytes: number) {
  const fail = (detail: string) => new ParseError(file, 0, name, detail);
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(SIZES, dtype))
    throw fail(`found dtype ${quoteJson(dtype)}, want one of ${Object.keys(SIZES)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw fail(`found shape ${quoteJson(shape)}, want a list of whole numbers`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw fail(`found data_offsets ${quoteJson(offsets)}, want two whole numbers`);
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataBytes)
    throw fail(`found data_offsets ${start} to ${end}, want them within ${dataBytes} bytes`);
  const want = elements(shape) * SIZES[dtype as SafetensorsType];
  if (end - start !== want)
    throw fail(`found ${end - start} bytes, want ${want} for ${dtype} [${shape}]`);
  return { dtype: dtype as SafetensorsType, shape: shape as number[], start, end };
}

function checkCover(places: Place[], dataBytes: number, file: string): void {
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

function floats({ dtype, bytes }: StoredTensor): Float32Array | undefined {
  const { buffer } = bytes.slice();
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(buffer));
  if (dtype === 'F16') return Float32Array.from(new Uint16Array(buffer), halfToNumber);
  return dtype === 'BF16' ? bfloat16ToFloat32(new Uint16Array(buffer)) : undefined;
}

function typeOf(values: TensorValues): SafetensorsType {
  if (values instanceof Float32Array) return 'F32';
  if (values instanceof Float64Array) return 'F64';
  if (values instanceof Int32Array) return 'I32';
  if (values instanceof BigInt64Array) return 'I64';
  return values instanceof Uint8Array ? 'U8' : 'I8';
}
