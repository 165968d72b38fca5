import { quantise, type VectorDtype } from './quantise';
import type { WritableSet } from './types';
import { writeMeta } from './vectorMeta';
import { writeNpz } from './writeNpz';
import { writeVectorsParquet } from './writeParquet';
import { writeTensors } from './writeTensors';

export type VectorFormat = 'safetensors' | 'npz' | 'parquet';

/**
 * Writes token vectors so that `readTokenVectors`, NumPy, safetensors and pyarrow read them: `vectors`, `offsets`,
 * and `ids`, `languages`, `pieces`, `words` where the set has them, with what is known of how they came about.
 *
 * f16 and bf16 are the nearest, ties to even; int8 is scaled by the row's largest magnitude over 127, so that it is off
 * by at most half a scale.
 *
 * @throws RangeError for a value that is not finite or too large for `dtype`, or bf16 in Parquet, which has none.
 */
export function writeTokenVectors(
  set: WritableSet,
  format: VectorFormat,
  dtype: VectorDtype,
): Uint8Array<ArrayBuffer> {
  const bad = set.vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `writeTokenVectors: value ${bad} is ${set.vectors[bad]}, want finite ones`,
    );
  const metadata = writeMeta(set.meta, dtype);
  if (format === 'parquet') return writeVectorsParquet(set, dtype, metadata);
  const stored = quantise(set.vectors, set.d, dtype);
  return format === 'npz' ? writeNpz(set, stored, metadata) : writeTensors(set, stored, metadata);
}
