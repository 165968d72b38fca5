import type { NamedSet } from './namedSet';
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
  checkFinite(set);
  const metadata = writeMeta(set.meta, dtype);
  if (format === 'parquet') return writeVectorsParquet(set, dtype, metadata);
  return write([named('vectors', set, dtype)], format, metadata);
}

/**
 * Writes the token vectors of both sides of sentence pairs, `x` and `y`, so that `readVectorPairs` reads them.
 *
 * @throws RangeError as `writeTokenVectors`, or where the sides differ in pairs or in the length of vectors.
 */
export function writeVectorPairs(
  x: WritableSet,
  y: WritableSet,
  format: Exclude<VectorFormat, 'parquet'>,
  dtype: VectorDtype,
): Uint8Array<ArrayBuffer> {
  if (x.d !== y.d || x.offsets.length !== y.offsets.length)
    throw new RangeError(
      `writeVectorPairs: found ${x.offsets.length - 1} texts of d = ${x.d} and ${y.offsets.length - 1} of d = ${y.d}, want the same`,
    );
  for (const side of [x, y]) checkFinite(side);
  return write([named('x', x, dtype), named('y', y, dtype)], format, writeMeta(x.meta, dtype));
}

function write(
  sets: readonly NamedSet[],
  format: Exclude<VectorFormat, 'parquet'>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  return format === 'npz' ? writeNpz(sets, metadata) : writeTensors(sets, metadata);
}

function named(name: string, set: WritableSet, dtype: VectorDtype): NamedSet {
  return { name, set, stored: quantise(set.vectors, set.d, dtype) };
}

function checkFinite({ vectors }: WritableSet): void {
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`writeTokenVectors: value ${bad} is ${vectors[bad]}, want finite ones`);
}
