/**
 * Turns an array in column-major order (first index fastest, Fortran's) to row-major order (last index fastest).
 *
 * @param bytes of the elements, `size` bytes each, as many as the shape has.
 */
export function toRowMajor(bytes: Uint8Array, shape: readonly number[], size: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((step, length) => step * length, size),
  );
  const index = shape.map(() => 0);
  let from = 0;
  for (let at = 0; at < turned.length; at += size) {
    for (let byte = 0; byte < size; byte++) turned[at + byte] = bytes[from + byte]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return turned;
}
