import { type Scope, ShapeError, type Tensor } from '../gpu';

/** Rows of x that one workgroup of a tiled kernel takes; `rowTiles` is cut by it. */
export const ROW_TILE = 4;

/** The layout of B problems of different sizes over packed tokens, as host arrays. */
export interface RaggedLayout {
  /** B. */
  readonly count: number;
  /** Sum of n: rows of x. */
  readonly rows: number;
  /** Sum of m: rows of y. */
  readonly columns: number;
  /** Sum of n * m: entries of cost and plan. */
  readonly entries: number;
  /** [B, 4]: xOffset, yOffset, n, m. */
  readonly problems: Uint32Array;
  /** [B]: where the n * m row-major entries of a problem start. */
  readonly planOffsets: Uint32Array;
  /** [T, 2]: problem, first row within it; each tile is at most `ROW_TILE` rows of one problem. */
  readonly rowTiles: Uint32Array;
}

/**
 * B problems over packed tokens, on the device. Problem b: rows xOffset..xOffset+n of x, rows
 * yOffset..yOffset+m of y; its n * m plan and cost entries, row-major, start at planOffsets[b].
 */
export interface RaggedBatch extends Omit<RaggedLayout, 'problems' | 'planOffsets' | 'rowTiles'> {
  /** The same tables on the host. */
  readonly layout: RaggedLayout;
  readonly problems: Tensor<'u32'>;
  readonly planOffsets: Tensor<'u32'>;
  readonly rowTiles: Tensor<'u32'>;
}

/**
 * Lays problems of `rowCounts[b]` x `columnCounts[b]` one after the other.
 *
 * @throws ShapeError if the two lists differ in length.
 * @throws RangeError if a problem has no rows or no columns, or there are 2^32 entries or more.
 */
export function raggedLayout(
  rowCounts: ArrayLike<number>,
  columnCounts: ArrayLike<number>,
): RaggedLayout {
  const count = rowCounts.length;
  if (columnCounts.length !== count)
    throw new ShapeError('raggedLayout columnCounts', [columnCounts.length], [count]);
  const problems = new Uint32Array(count * 4);
  const planOffsets = new Uint32Array(count);
  const tiles: number[] = [];
  let [rows, columns, entries] = [0, 0, 0];
  for (let b = 0; b < count; b++) {
    const [n, m] = [rowCounts[b]!, columnCounts[b]!];
    assertCount(b, 'rows', n);
    assertCount(b, 'columns', m);
    problems.set([rows, columns, n, m], b * 4);
    planOffsets[b] = entries;
    for (let first = 0; first < n; first += ROW_TILE) tiles.push(b, first);
    rows += n;
    columns += m;
    entries += n * m;
  }
  if (entries >= 2 ** 32)
    throw new RangeError(
      `raggedLayout: ${entries} plan entries, at most 2^32 - 1 can be addressed`,
    );
  const rowTiles = Uint32Array.from(tiles);
  return { count, rows, columns, entries, problems, planOffsets, rowTiles };
}

/** `raggedLayout` on the device; `scope` owns the three tables. Throws what `raggedLayout` throws. */
export function raggedBatch(
  scope: Scope,
  rowCounts: ArrayLike<number>,
  columnCounts: ArrayLike<number>,
): RaggedBatch {
  const layout = raggedLayout(rowCounts, columnCounts);
  const { count, rows, columns, entries, problems, planOffsets, rowTiles } = layout;
  return {
    count,
    rows,
    columns,
    entries,
    layout,
    problems: scope.uploadU32(problems, [count, 4], 'ragged.problems'),
    planOffsets: scope.uploadU32(planOffsets, [count], 'ragged.planOffsets'),
    rowTiles: scope.uploadU32(rowTiles, [rowTiles.length / 2, 2], 'ragged.rowTiles'),
  };
}

/** Where problem `b` lies: its first rows in x and y, its size, its first entry `at` in cost and plan. */
export function problemAt({ problems, planOffsets }: RaggedLayout, b: number) {
  const [xOffset, yOffset, n, m] = [0, 1, 2, 3].map((field) => problems[4 * b + field]!) as [
    number,
    number,
    number,
    number,
  ];
  return { xOffset, yOffset, n, m, at: planOffsets[b]! };
}

function assertCount(problem: number, what: string, count: number): void {
  if (!(Number.isInteger(count) && count > 0))
    throw new RangeError(
      `raggedLayout: problem ${problem} has ${count} ${what}, wanted a whole number of at least 1`,
    );
}
