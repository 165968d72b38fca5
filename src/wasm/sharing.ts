/**
 * The arrays of `values` fit for another thread: views of shared memory as they are, others as copies of their
 * own, so that a slice and not the whole buffer travels.
 */
export function detachable<T extends object>(values: T): T {
  const copies = Object.entries(values).map(([name, value]) => [
    name,
    ArrayBuffer.isView(value) && !isShared(value.buffer) ? (value as Float32Array).slice() : value,
  ]);
  return Object.fromEntries(copies) as T;
}

/** The buffers of the arrays in `values` that can be handed over: all but shared ones. */
export function ownedBuffers(values: object): ArrayBuffer[] {
  return Object.values(values)
    .filter((value) => ArrayBuffer.isView(value))
    .map(({ buffer }) => buffer)
    .filter((buffer): buffer is ArrayBuffer => !isShared(buffer));
}

// Without cross-origin isolation there is no such type.
function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}
