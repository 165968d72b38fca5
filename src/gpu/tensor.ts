export type DType = 'f32' | 'u32';

/** The host array of each element type. */
export interface HostArray {
  f32: Float32Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
}

/** A row-major array on the GPU. The scope that made it frees it. */
export interface Tensor<D extends DType = 'f32'> {
  readonly label: string;
  readonly shape: readonly number[];
  readonly dtype: D;
  readonly buffer: GPUBuffer;
}

/** A tensor whose shape is not what the callee needs. */
export class ShapeError extends Error {
  constructor(where: string, got: readonly number[], want: readonly number[]) {
    super(`${where}: expected shape [${want}], got [${got}]`);
    this.name = 'ShapeError';
  }
}

/** @throws ShapeError unless `tensor` has exactly the shape `want`. */
export function assertShape(where: string, tensor: Tensor<DType>, want: readonly number[]): void {
  const { shape } = tensor;
  if (shape.length !== want.length || shape.some((size, axis) => size !== want[axis])) {
    throw new ShapeError(where, shape, want);
  }
}

/** The number of elements of `shape`. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
