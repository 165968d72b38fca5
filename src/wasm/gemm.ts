import { Arena, type EngineMemory } from './memory';

/** A factor of a matrix product, row-major; `summed` says which of its axes the sum runs over. */
export interface Factor {
  readonly values: Float32Array;
  readonly summed: 'rows' | 'columns';
}

export interface ProductShape {
  readonly rows: number;
  readonly columns: number;
  /** Terms of each sum. */
  readonly depth: number;
}

export interface Product {
  /** `[rows, depth]`, or `[depth, rows]` where its rows are summed over. */
  readonly a: Factor;
  /** `[columns, depth]` where its columns are summed over, or `[depth, columns]`. */
  readonly b: Factor;
  readonly shape: ProductShape;
  /** `[rows, columns]`. */
  readonly out: Float32Array;
  /** Adds to `out` instead of overwriting it. */
  readonly accumulate: boolean;
}

/**
 * A matrix product in float32 SIMD. Sums are added in runs of 256 terms; an entry is off by at most 4e-7 of
 * its sum of absolute terms (asserted for up to 1100 terms). An infinity or NaN in a factor stays in the row
 * or column of the result that it belongs to.
 *
 * @throws RangeError if a length does not fit the shape or memory is short.
 */
export function productIn(memory: EngineMemory, product: Product): void {
  const { a, b, shape, out, accumulate } = product;
  const { rows, columns, depth } = shape;
  wantLength('a', a.values, rows * depth);
  wantLength('b', b.values, columns * depth);
  wantLength('out', out, rows * columns);
  if (depth === 0 && !accumulate) out.fill(0);
  if (rows * columns * depth === 0) return;
  const [rowsPadded, columnsPadded] = [4 * Math.ceil(rows / 4), 8 * Math.ceil(columns / 8)];
  const depthPadded = 4 * Math.ceil(depth / 4);
  const arena = new Arena(memory.base);
  const raw = arena.take(4 * Math.max(a.values.length, b.values.length));
  const staging = arena.take(32 * depthPadded);
  const panelsA = arena.take(4 * rowsPadded * depthPadded);
  const panelsB = arena.take(4 * columnsPadded * depthPadded);
  const result = arena.take(4 * rowsPadded * columnsPadded);
  memory.reserve(arena.end, `a product of ${rows} x ${depth} by ${depth} x ${columns}`);

  const pack = (factor: Factor, count: number, width: number, to: number) => {
    memory.put(raw, factor.values);
    const { packPanels, packColumns } = memory.exports;
    if (factor.summed === 'columns') packPanels(raw, count, depth, width, to, staging);
    else packColumns(raw, depth, depthPadded, count, width, to);
  };
  pack(a, rows, 4, panelsA);
  pack(b, columns, 8, panelsB);
  const place = { address: result, rows, columns, stride: columnsPadded };
  if (accumulate) copyRows(memory, place, out, 'in');
  const { multiply } = memory.exports;
  multiply(panelsA, panelsB, result, rowsPadded, columnsPadded, depthPadded, Number(accumulate));
  copyRows(memory, place, out, 'out');
}

interface Place {
  readonly address: number;
  readonly rows: number;
  readonly columns: number;
  /** Values from one row to the next in linear memory. */
  readonly stride: number;
}

function copyRows(
  memory: EngineMemory,
  { address, rows, columns, stride }: Place,
  values: Float32Array,
  way: 'in' | 'out',
): void {
  const [count, width] = columns === stride ? [1, rows * columns] : [rows, columns];
  for (let row = 0; row < count; row++) {
    const inside = memory.view(address + 4 * row * stride, width);
    const outside = values.subarray(row * width, (row + 1) * width);
    if (way === 'in') inside.set(outside);
    else outside.set(inside);
  }
}

function wantLength(what: string, { length }: Float32Array, want: number): void {
  if (length !== want) throw new RangeError(`${what} has ${length} values, wanted ${want}`);
}
