import { assertShape, type DType, type Kernel, type Tensor } from '../gpu';

/** A part of shaders/parts that reads x and y, and writes the gradient by y. */
export type TokenPart = 'alignedTokens' | 'anyTokens' | 'halfTokens' | 'halfTeacherTokens';

/**
 * How the token vectors of a batch are stored: as float32 [N, d] and [M, d], both as halves [N, d / 2] and
 * [M, d / 2] (see `packHalf`), or x alone as halves.
 *
 * @throws ShapeError if x and y do not have `rows` and `columns` vectors of one d.
 * @throws RangeError if y alone is halves, or there are halves and d is not a multiple of 4.
 */
export function tokenStorage(
  where: string,
  x: Tensor<DType>,
  y: Tensor<DType>,
  rows: number,
  columns: number,
): { readonly d: number; readonly tokens: TokenPart } {
  const [halfX, halfY] = [x.dtype === 'u32', y.dtype === 'u32'];
  const width = x.shape[1] ?? 0;
  const d = halfX ? 2 * width : width;
  assertShape(`${where} x`, x, [rows, width]);
  if (halfY && !halfX) throw new RangeError(`${where}: where y is stored as halves x must be, too`);
  assertShape(`${where} y`, y, [columns, halfY ? d / 2 : d]);
  if (halfX && d % 4 !== 0)
    throw new RangeError(`${where}: halves need a d that is a multiple of 4, got ${d}`);
  if (halfX) return { d, tokens: halfY ? 'halfTokens' : 'halfTeacherTokens' };
  return { d, tokens: d % 4 === 0 ? 'alignedTokens' : 'anyTokens' };
}

/** `define`, called once for each pair of arguments: a kernel is compiled at its first use. */
export function kernelCache(
  define: (tokens: TokenPart, general: boolean) => Kernel,
): (tokens: TokenPart, general: boolean) => Kernel {
  const known = new Map<string, Kernel>();
  return (tokens, general) => {
    const key = `${tokens} ${general}`;
    const kernel = known.get(key) ?? define(tokens, general);
    known.set(key, kernel);
    return kernel;
  };
}
