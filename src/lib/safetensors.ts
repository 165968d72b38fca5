import { ParseError } from './errors';
import { bfloat16ToFloat32, halfToNumber } from './halfFloat';
import {
  elements,
  FORBIDDEN,
  LENGTH_BYTES,
  METADATA,
  parseSafetensorsHeader,
  SAFETENSORS_SIZES,
  type SafetensorsType,
  safetensorsDataStart,
} from './safetensorsHeader';

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

/**
 * Reads a safetensors file: a u64 header length, a header in JSON, and the data, which the tensors cover
 * without holes and without overlap. The tensors are views into `bytes`.
 *
 * @throws ParseError naming file, tensor, found and wanted, if any of that does not hold.
 * @see https://github.com/huggingface/safetensors, section Format
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const start = safetensorsDataStart(bytes, bytes.length, file);
  const data = bytes.subarray(start);
  const header = parseSafetensorsHeader(bytes.subarray(LENGTH_BYTES, start), data.length, file);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, start: from, end }] of header.tensors)
    tensors.set(name, { dtype, shape, bytes: data.subarray(from, end) });
  return { file, tensors, metadata: header.metadata };
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
  if (Number(elements(shape)) !== values.length)
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
  const ordered = [...tensors].sort(
    ([, a], [, b]) => SAFETENSORS_SIZES[b.dtype] - SAFETENSORS_SIZES[a.dtype],
  );
  const header: [string, unknown][] = Object.keys(metadata).length ? [[METADATA, metadata]] : [];
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    if (FORBIDDEN.has(name) || name === METADATA)
      throw new RangeError(`writeSafetensors: forbidden name ${JSON.stringify(name)}`);
    if (bytes.length !== Number(elements(shape)) * SAFETENSORS_SIZES[dtype])
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
