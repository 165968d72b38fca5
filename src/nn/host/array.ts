import { ShapeError } from '../../gpu';
import type { HostValues, NnArray } from '../types';

/** An array in the memory of the process; its values are gone once its owner is disposed. */
export class HostArray implements NnArray {
  #values: HostValues | undefined;

  constructor(
    readonly label: string,
    readonly shape: readonly number[],
    values: HostValues,
  ) {
    this.#values = values;
  }

  /** @throws Error after the owner was disposed. */
  get values(): HostValues {
    if (!this.#values) throw new Error(`${this.label} was freed with the NnOps that made it`);
    return this.#values;
  }

  free(): void {
    this.#values = undefined;
  }
}

/** The values of an array of a host backend. @throws Error for an array of another backend. */
export function valuesOf(x: NnArray): HostValues {
  if (x instanceof HostArray) return x.values;
  throw new Error('an array of another backend was handed to a host backend');
}

/** @throws ShapeError unless `x` has exactly the shape `want`. */
export function expectShape(where: string, x: NnArray, want: readonly number[]): void {
  const { shape } = x;
  if (shape.length !== want.length || shape.some((size, axis) => size !== want[axis]))
    throw new ShapeError(where, shape, want);
}

/** Rows and width of a matrix. @throws ShapeError for any other number of axes. */
export function matrixSize(where: string, x: NnArray): [number, number] {
  const [n = 0, k = 0] = x.shape;
  expectShape(where, x, [n, k]);
  return [n, k];
}

/** @throws ShapeError unless both have the same shape. */
export function sameShape(where: string, x: NnArray, as: NnArray): void {
  expectShape(where, x, as.shape);
}
