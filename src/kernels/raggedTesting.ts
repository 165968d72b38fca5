import type { Scope, Tensor } from '../gpu';
import { randomUniform, randomUnit } from '../gpu/testing';
import { type RaggedBatch, type RaggedLayout, raggedBatch, raggedLayout } from './ragged';

/** Sizes around the tile of 4, the lane counts of 4 and 16, and both degenerate shapes. */
export const RAGGED_SIZES = [
  [1, 1],
  [1, 9],
  [9, 1],
  [3, 5],
  [4, 4],
  [5, 3],
  [12, 14],
  [16, 15],
  [17, 16],
  [2, 67],
] as const;

export interface RaggedCase {
  readonly layout: RaggedLayout;
  readonly batch: RaggedBatch;
  readonly d: number;
  readonly host: { readonly x: Float32Array<ArrayBuffer>; readonly y: Float32Array<ArrayBuffer> };
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Random unit vectors for problems of the given sizes, on the host and on the device. */
export function raggedCase(
  scope: Scope,
  d: number,
  sizes: readonly (readonly [n: number, m: number])[] = RAGGED_SIZES,
): RaggedCase {
  const [rowCounts, columnCounts] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
  const layout = raggedLayout(rowCounts, columnCounts);
  const batch = raggedBatch(scope, rowCounts, columnCounts);
  const host = {
    x: randomUnit(layout.rows, d, 11),
    y: randomUnit(layout.columns, d, 23),
  };
  const x = scope.upload(host.x, [layout.rows, d], 'x');
  const y = scope.upload(host.y, [layout.columns, d], 'y');
  return { layout, batch, d, host, x, y };
}

/** Random costs in (0, 2) for each entry of a layout. */
export function randomCost(layout: RaggedLayout): Float32Array<ArrayBuffer> {
  return randomUniform(layout.entries, 5).map((value) => 2 * value);
}
