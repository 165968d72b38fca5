import {
  ParseError,
  readSafetensors,
  type StoredTensor,
  sha256,
  storedTensor,
  writeSafetensors,
} from '../../lib';
import type { HostValues } from '../../nn';
import type { ParameterState, TrainingState } from '../trainer/state';

/*
 * A checkpoint: 8 bytes that name the format, the SHA-256 of all that follows (32 bytes), a sequence number (u64),
 * and a safetensors file whose tensors are `NAME/w`, `/m`, `/v` and `/best` of every parameter and whose metadata
 * holds the rest of the state as JSON.
 */
const MAGIC = 'OBCKPT01';
const HASH_BYTES = 32;
const BODY = MAGIC.length + HASH_BYTES;
const PAYLOAD = BODY + 8;
const PARTS = ['w', 'm', 'v'] as const;

export interface Checkpoint {
  /** Counts up from checkpoint to checkpoint of a store. */
  readonly sequence: number;
  readonly state: TrainingState;
}

/** The whole state as one array of bytes that knows whether it is whole. */
export async function encodeCheckpoint({ sequence, state }: Checkpoint): Promise<Uint8Array> {
  const { parameters, best, ...rest } = state;
  const { snapshot, ...about } = best;
  const tensors = new Map<string, StoredTensor>();
  const put = (name: string, values: HostValues) =>
    tensors.set(name, storedTensor(values, [values.length]));
  for (const [name, parameter] of parameters)
    for (const part of PARTS) put(`${name}/${part}`, parameter[part]);
  for (const [name, values] of snapshot.values) put(`${name}/best`, values);
  const json = JSON.stringify({ ...rest, best: { ...about, spec: snapshot.spec } }, keepNumbers);
  const payload = writeSafetensors(tensors, { state: json });
  const bytes = new Uint8Array(PAYLOAD + payload.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setBigUint64(BODY, BigInt(sequence), true);
  bytes.set(payload, PAYLOAD);
  bytes.set(fromHex(await sha256(bytes.subarray(BODY))), MAGIC.length);
  return bytes;
}

/** @throws ParseError naming `file`, if it is cut off, changed, or no checkpoint. */
export async function decodeCheckpoint(bytes: Uint8Array, file: string): Promise<Checkpoint> {
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw new ParseError(file, 0, '', `not a checkpoint: starts with ${JSON.stringify(magic)}`);
  if (bytes.length < PAYLOAD)
    throw new ParseError(file, 0, '', `cut off: ${bytes.length} bytes, wanted at least ${PAYLOAD}`);
  const hash = fromHex(await sha256(bytes.subarray(BODY)));
  if (hash.some((byte, k) => byte !== bytes[MAGIC.length + k]))
    throw new ParseError(file, 0, '', 'damaged: the checksum does not hold');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sequence = Number(view.getBigUint64(BODY, true));
  // A copy: tensors are views that float64 wants aligned.
  return { sequence, state: readState(bytes.slice(PAYLOAD), file) };
}

function readState(payload: Uint8Array, file: string): TrainingState {
  const { tensors, metadata } = readSafetensors(payload, file);
  const state = JSON.parse(metadata.get('state') ?? 'null', restoreNumbers);
  const parameters = new Map<string, ParameterState>();
  const values = new Map<string, HostValues>();
  const valuesOf = (name: string): HostValues => {
    const tensor = tensors.get(name);
    if (!tensor) throw new ParseError(file, 0, name, 'found no such tensor');
    return hostValues(tensor, file, name);
  };
  for (const key of tensors.keys()) {
    const name = key.slice(0, key.lastIndexOf('/'));
    if (key.endsWith('/best')) values.set(name, valuesOf(key));
    else if (key.endsWith('/w'))
      parameters.set(name, {
        w: valuesOf(key),
        m: valuesOf(`${name}/m`),
        v: valuesOf(`${name}/v`),
      });
  }
  const { spec, ...about } = state.best;
  return { ...state, parameters, best: { ...about, snapshot: { spec, values } } };
}

/** NaN and infinity survive, as an interrupted run's weights and figures are what they are. */
function hostValues({ dtype, bytes }: StoredTensor, file: string, name: string): HostValues {
  const { buffer } = bytes.slice();
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F64') return new Float64Array(buffer);
  throw new ParseError(file, 0, name, `found ${dtype}, wanted F32 or F64`);
}

/** JSON would make null of a dev MAP that is NaN. */
function keepNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? { number: `${value}` } : value;
}

function restoreNumbers(_key: string, value: unknown): unknown {
  const wrapped = (value as { number?: unknown } | null)?.number;
  return typeof wrapped === 'string' ? Number(wrapped) : value;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, k) =>
    Number.parseInt(hex.slice(2 * k, 2 * k + 2), 16),
  );
}
