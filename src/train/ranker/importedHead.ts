import { float32Tensor, ParseError, readSafetensors } from '../../lib';
import { firstNotFinite } from '../checkVectors';

/** A projection that was trained elsewhere, such as ColBERT's `linear.weight`. */
export interface ImportedHead {
  readonly values: Float32Array;
  /** As it was stored; wanted is `[outputs, inputs]`. */
  readonly shape: readonly number[];
  /** File and tensor, for messages. */
  readonly name?: string;
}

/** What ColBERT, and PyLate's dense layer, call their projection. */
const USUAL = 'linear.weight';
/** Kernels read vectors four components at a time. */
const STEP = 4;

/**
 * The projection in a safetensors file: its only matrix, or `linear.weight` where there are more.
 *
 * @throws ParseError naming file, tensor, found and wanted, if the file is broken, no tensor can be meant, or it is
 *   not of finite floats.
 */
export function readHead(
  bytes: Uint8Array,
  file: string,
): ImportedHead & { readonly name: string } {
  const stored = readSafetensors(bytes, file);
  const matrices = [...stored.tensors].filter(([, { shape }]) => shape.length === 2);
  const tensor = matrices.length === 1 ? matrices[0]![0] : USUAL;
  const { shape } = stored.tensors.get(tensor) ?? {};
  if (!shape) {
    const found = [...stored.tensors].map(([name, { shape: s }]) => `${name} [${s}]`);
    throw new ParseError(
      file,
      0,
      tensor,
      `found ${listOf(found)}, wanted one matrix [outputs, inputs] or a tensor of this name`,
    );
  }
  return { values: float32Tensor(stored, tensor), shape, name: `${file}, ${tensor}` };
}

/**
 * W `[outputs, inputs]` of an imported projection.
 *
 * @param inputs width of the encoder's vectors.
 * @throws RangeError that says what was found and what was wanted.
 */
export function importHead(
  { values, shape, name = 'Imported projection' }: ImportedHead,
  inputs: number,
): Float32Array {
  const found = `${name}: found [${shape}]`;
  if (shape.length !== 2 || shape[1] !== inputs || !(shape[0]! > 0))
    throw new RangeError(`${found}, wanted [outputs, ${inputs}]`);
  if (shape[0]! % STEP !== 0)
    throw new RangeError(`${found}, wanted a multiple of ${STEP} outputs`);
  const count = shape[0]! * inputs;
  if (values.length !== count)
    throw new RangeError(`${name}: found ${values.length} values, wanted ${count} for [${shape}]`);
  const bad = firstNotFinite(values);
  if (bad >= 0)
    throw new RangeError(
      `${name}: found ${values[bad]} in row ${Math.floor(bad / inputs)}, column ${bad % inputs}, wanted finite values`,
    );
  return values;
}

/** No ranker: the identity, so that documents are the encoder's own unit vectors. */
export function identityHead(inputs: number): Float32Array {
  const head = new Float32Array(inputs * inputs);
  for (let k = 0; k < inputs; k++) head[k * inputs + k] = 1;
  return head;
}

/** At most a handful of names: a whole checkpoint has hundreds of tensors. */
function listOf(names: readonly string[]): string {
  const most = 5;
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return names.length > 0 ? names.slice(0, most).join(', ') + more : 'no tensor';
}
