import type { AdapterSummary } from '../gpu';

const TILE_ROWS = 8;

/**
 * How the register-tiled products share out their work. On SwiftShader a load is a branch per lane
 * and takes over 80 % of the time (with constant addresses, 110 -> 18 ms of CPU), so the tile is as
 * wide as compile time allows: 8 x 16 against 8 x 8 is 89 -> 65, 91 -> 76 and 87 -> 77 ms of CPU in
 * three runs of [620, 384] by [384, 128] on a busy machine. GPUs want many small tiles.
 */
function shape({ software }: AdapterSummary) {
  return software ? { W: 4, columns: 16 } : { W: 64, columns: 8 };
}

/** Values of the overrides `W` and `WIDE`. */
export function tileConstants(adapter: AdapterSummary): Record<string, number> {
  const { W, columns } = shape(adapter);
  return { W, WIDE: columns === 16 ? 1 : 0 };
}

/** Workgroups that cover an output of `rows` x `columns`. */
export function tileGroups(adapter: AdapterSummary, rows: number, columns: number): number {
  const tile = shape(adapter);
  const tiles = Math.ceil(rows / TILE_ROWS) * Math.ceil(columns / tile.columns);
  return Math.ceil(tiles / tile.W);
}

/** Whether rows of these widths can be read four numbers at a time. */
export function fillVectors(...widths: readonly number[]): boolean {
  return widths.every((width) => width > 0 && width % 4 === 0);
}
