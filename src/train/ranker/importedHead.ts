import { firstNotFinite } from '../checkVectors';

/** A projection that was trained elsewhere, such as ColBERT's `linear.weight`. */
export interface ImportedHead {
  readonly values: Float32Array;
  /** As it was stored; wanted is `[outputs, inputs]`. */
  readonly shape: readonly number[];
}

/**
 * W `[outputs, inputs]` of an imported projection.
 *
 * @param inputs width of the encoder's vectors.
 * @throws RangeError that says what was found and what was wanted.
 */
export function importHead({ values, shape }: ImportedHead, inputs: number): Float32Array {
  const found = `found [${shape}]`;
  if (shape.length !== 2 || shape[1] !== inputs || !(shape[0]! > 0))
    throw new RangeError(`Imported projection: ${found}, wanted [outputs, ${inputs}]`);
  const count = shape[0]! * inputs;
  if (values.length !== count)
    throw new RangeError(
      `Imported projection: found ${values.length} values, wanted ${count} for [${shape}]`,
    );
  const bad = firstNotFinite(values);
  if (bad >= 0)
    throw new RangeError(
      `Imported projection: found ${values[bad]} in row ${Math.floor(bad / inputs)}, column ${bad % inputs}, wanted finite values`,
    );
  return values;
}

/** No ranker: the identity, so that documents are the encoder's own unit vectors. */
export function identityHead(inputs: number): Float32Array {
  const head = new Float32Array(inputs * inputs);
  for (let k = 0; k < inputs; k++) head[k * inputs + k] = 1;
  return head;
}
