import { arrayError, countOf, findArray, readNumbers, showArray } from './readArray';
import type { ArrayHeader, ArrayStore } from './types';

/** What stored integers mean: (q - zero) × scale. */
export interface Scales {
  /** Of the element in that stored row and column. */
  readonly scale: (row: number, column: number) => number;
  readonly zero: (row: number, column: number) => number;
}

/**
 * Reads the scales of vectors stored as integers: of the whole array (one number), of every row [rows, 1] or of
 * every column [1, d]; one dimension is rows or columns, whichever has that length. Zero points likewise, 0 where
 * there are none; unsigned integers need them.
 *
 * @returns undefined for floats.
 * @throws ParseError if there are none, they fit neither rows nor columns or both, or are not finite and positive.
 */
export async function readScales(
  store: ArrayStore,
  vectors: ArrayHeader,
  { rows, d }: { readonly rows: number; readonly d: number },
): Promise<Scales | undefined> {
  const { kind, shown } = vectors.type;
  if (kind === 'float' || kind === 'bfloat') return undefined;
  const name = (suffix: string) => `${vectors.name}_${suffix}`;
  const scale = findArray(store, name('scale')) ?? findArray(store, 'scale');
  if (!scale)
    throw arrayError(
      store,
      vectors.name,
      `found ${shown} without ${name('scale')}, wanted scales of 1, (rows, 1) or (1, d)`,
    );
  const zero = findArray(store, name('zero_point')) ?? findArray(store, 'zero_point');
  if (!zero && kind === 'uint')
    throw arrayError(
      store,
      vectors.name,
      `found ${shown} without ${name('zero_point')}, wanted the value that stands for 0`,
    );
  const scales = await readNumbers(store, scale);
  const bad = scales.findIndex((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (bad >= 0)
    throw arrayError(
      store,
      scale.name,
      `entry ${bad} is ${scales[bad]}, wanted a positive finite number`,
    );
  const zeros = zero && (await readNumbers(store, zero));
  return {
    scale: lookUp(store, scale, scales, rows, d),
    zero: zero && zeros ? lookUp(store, zero, zeros, rows, d) : () => 0,
  };
}

function lookUp(
  store: ArrayStore,
  array: ArrayHeader,
  values: Float64Array,
  rows: number,
  d: number,
): (row: number, column: number) => number {
  const count = countOf(array.shape);
  const [first, second] = array.shape;
  if (count === 1 && array.shape.length < 3) return () => values[0]!;
  const flat = array.shape.length === 1;
  if (flat && count === rows && rows === d)
    throw arrayError(
      store,
      array.name,
      `found ${showArray(array)} for as many rows as columns, wanted (${rows}, 1) or (1, ${d})`,
    );
  const byRow = (flat && count === rows) || (count === rows && array.shape.at(-1) === 1);
  if (byRow) return (row) => values[row]!;
  if ((flat && count === d) || (array.shape.length === 2 && first === 1 && second === d))
    return (_, column) => values[column]!;
  throw arrayError(
    store,
    array.name,
    `found ${showArray(array)}, wanted one number, (${rows}, 1) or (1, ${d})`,
  );
}
