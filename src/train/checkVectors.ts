import type { TokenSet } from './tokens';

/**
 * @param width components of a row.
 * @throws RangeError naming text, row of the text and component of the first value that is not finite, or if
 *   there are not as many values as the offsets say.
 */
export function checkRows(
  name: string,
  values: ArrayLike<number>,
  offsets: Uint32Array,
  width: number,
): void {
  const wanted = (offsets.at(-1) ?? 0) * width;
  if (values.length !== wanted)
    throw new RangeError(`${name}: expected ${wanted} values, got ${values.length}`);
  const bad = firstNotFinite(values);
  if (bad < 0) return;
  const row = Math.floor(bad / width);
  const text = offsets.findIndex((_, t) => offsets[t + 1]! > row);
  throw new RangeError(
    `${name}, text ${text}, row ${row - offsets[text]!}, component ${bad % width}: ` +
      `expected a finite value, got ${values[bad]}`,
  );
}

export function checkVectors(name: string, { vectors, offsets, dimension }: TokenSet): void {
  checkRows(name, vectors, offsets, dimension);
}

/** -1 where all are finite. */
export function firstNotFinite(values: ArrayLike<number>): number {
  for (let at = 0; at < values.length; at++) if (!Number.isFinite(values[at]!)) return at;
  return -1;
}
