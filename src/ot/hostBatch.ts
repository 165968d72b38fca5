import { ShapeError } from '../gpu';
import {
  assertOtSettings,
  type OtHostBatch,
  type OtSettings,
  problemAt,
  type RaggedLayout,
  raggedLayout,
} from '../kernels';

/** Squares of longer vectors leave float32. */
const LARGEST = 1e17;

/** Sums of weights may be off by this: the weights are float32. */
const SUM_TOLERANCE = 1e-4;

/**
 * Checks a host batch and lays it out.
 *
 * @throws RangeError if a setting makes no sense.
 * @throws ShapeError if x, y, weights or start do not fit the counts.
 * @throws RangeError naming problem, side and token where a weight is negative or not finite, and problem
 *   and side where weights do not sum to 1 though the marginals ask for it, or a vector is not finite.
 */
export function layOut(where: string, batch: OtHostBatch, settings: OtSettings): RaggedLayout {
  assertOtSettings(where, settings);
  const { x, y, d, rowCounts, columnCounts, weights, start } = batch;
  const layout = raggedLayout(rowCounts, columnCounts);
  const { rows, columns } = layout;
  if (!(Number.isInteger(d) && d >= 1))
    throw new RangeError(`${where}: d must be a whole number >= 1, got ${d}`);
  if (x.length !== rows * d) throw new ShapeError(`${where} x`, [x.length], [rows * d]);
  if (y.length !== columns * d) throw new ShapeError(`${where} y`, [y.length], [columns * d]);
  for (const [name, values] of Object.entries({ weights, start }))
    if (values && values.length !== rows + columns)
      throw new ShapeError(`${where} ${name}`, [values.length], [rows + columns]);
  for (const [name, values] of Object.entries({ x, y })) {
    const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
    if (bad >= 0)
      throw new RangeError(
        `${where} ${name}: row ${Math.floor(bad / d)}, dimension ${bad % d}: expected a finite number up to ${LARGEST}, got ${values[bad]}`,
      );
  }
  if (weights) checkWeights(where, weights, layout, settings.marginals?.kind !== 'unbalanced');
  return layout;
}

function checkWeights(
  where: string,
  weights: Float32Array,
  layout: RaggedLayout,
  sumsToOne: boolean,
) {
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m } = problemAt(layout, b);
    const at = xOffset + yOffset;
    checkSide(`${where} weights: problem ${b}, rows`, weights.subarray(at, at + n), sumsToOne);
    checkSide(
      `${where} weights: problem ${b}, columns`,
      weights.subarray(at + n, at + n + m),
      sumsToOne,
    );
  }
}

function checkSide(where: string, weights: Float32Array, sumsToOne: boolean): void {
  let total = 0;
  for (const [token, weight] of weights.entries()) {
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`${where}: token ${token}: expected a weight >= 0, got ${weight}`);
    total += weight;
  }
  if (sumsToOne ? Math.abs(total - 1) > SUM_TOLERANCE : total === 0)
    throw new RangeError(
      `${where}: expected weights that sum to ${sumsToOne ? '1' : 'more than 0'}, got ${total}`,
    );
}

/** Problems `from` to `to` (exclusive) of a batch, as views where possible. */
export function sliceBatch(
  batch: OtHostBatch,
  layout: RaggedLayout,
  from: number,
  to: number,
): OtHostBatch {
  const { x, y, d, rowCounts, columnCounts, weights, start } = batch;
  const [first, end] = [boundary(layout, from), boundary(layout, to)];
  const packed = (values: Float32Array) => values.subarray(first.x + first.y, end.x + end.y);
  return {
    x: x.subarray(first.x * d, end.x * d),
    y: y.subarray(first.y * d, end.y * d),
    d,
    rowCounts: Array.from(rowCounts).slice(from, to),
    columnCounts: Array.from(columnCounts).slice(from, to),
    ...(weights && { weights: packed(weights) }),
    ...(start && { start: packed(start) }),
  };
}

function boundary(layout: RaggedLayout, problem: number): { x: number; y: number } {
  if (problem === layout.count) return { x: layout.rows, y: layout.columns };
  const { xOffset, yOffset } = problemAt(layout, problem);
  return { x: xOffset, y: yOffset };
}

/**
 * The batch with the mean of each problem's x taken off its x and y where the cost is squared Euclidean. The
 * cost does not change, but `|x|^2 + |y|^2 - 2 <x, y>` no longer cancels in float32: vectors of norm 80 that
 * lie .4 apart would lose three digits.
 */
export function centred(
  batch: OtHostBatch,
  layout: RaggedLayout,
  { cost }: OtSettings,
): OtHostBatch {
  if (cost !== 'squared-euclidean') return batch;
  const { d } = batch;
  const [x, y] = [batch.x.slice(), batch.y.slice()];
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m } = problemAt(layout, b);
    // Rows of weight zero must not show, so they are not in the mean either.
    const at = xOffset + yOffset;
    const there = Array.from({ length: n }, (_, i) => i).filter(
      (i) => batch.weights?.[at + i] !== 0,
    );
    for (let k = 0; k < d; k++) {
      let mean = 0;
      for (const i of there) mean += batch.x[(xOffset + i) * d + k]! / there.length;
      for (let i = 0; i < n; i++) x[(xOffset + i) * d + k]! -= mean;
      for (let j = 0; j < m; j++) y[(yOffset + j) * d + k]! -= mean;
    }
  }
  return { ...batch, x, y };
}
