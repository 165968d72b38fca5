import { toHalfBits } from '../../lib';

/** How vectors are stored. */
export type VectorDtype = 'f32' | 'f16' | 'bf16' | 'int8';

/** Vectors as they are stored; `scales` [rows] go with int8. */
export interface Quantised {
  readonly values: Float32Array | Uint16Array | Int8Array;
  readonly scales?: Float32Array;
}

/** Vectors of a dtype. @throws RangeError naming a value beyond half precision. */
export function quantise(vectors: Float32Array, d: number, dtype: VectorDtype): Quantised {
  if (dtype === 'f32') return { values: vectors };
  if (dtype === 'f16') return { values: toHalfBits(vectors) };
  return dtype === 'bf16' ? { values: toBfloat16(vectors) } : toInt8(vectors, d);
}

function toBfloat16(vectors: Float32Array): Uint16Array {
  const bits = new Uint32Array(new Float32Array(vectors).buffer);
  return Uint16Array.from(bits, (all, at) => {
    const rounded = (all + 0x7fff + ((all >>> 16) & 1)) >>> 16;
    if ((rounded & 0x7f80) === 0x7f80)
      throw new RangeError(`value ${at} is ${vectors[at]}, too large for bfloat16`);
    return rounded;
  });
}

function toInt8(vectors: Float32Array, d: number): Quantised {
  const values = new Int8Array(vectors.length);
  const scales = new Float32Array(vectors.length / d).fill(1);
  for (let row = 0; row < scales.length; row++) {
    let largest = 0;
    for (let k = row * d; k < (row + 1) * d; k++)
      largest = Math.max(largest, Math.abs(vectors[k]!));
    // A scale that float32 would round to 0 stores as 1: all values become 0, off by less than 1e-43.
    if (Math.fround(largest / 127) > 0) scales[row] = largest / 127;
    for (let k = row * d; k < (row + 1) * d; k++)
      values[k] = Math.max(-127, Math.min(127, Math.round(vectors[k]! / scales[row]!)));
  }
  return { values, scales };
}
