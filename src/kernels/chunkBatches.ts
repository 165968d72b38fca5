import type { RaggedLayout } from './ragged';

/** What WebGPU lets every device bind; larger bindings are left alone even where a device offers them. */
export const LARGEST_BINDING = 128 * 2 ** 20;

export interface ChunkLimits {
  /** Most bytes in one storage binding, as the device says; see `Gpu.maxTensorBytes`. */
  readonly bytesPerBinding: number;
  /** Most floating-point operations in one dispatch: a watchdog ends one that runs for seconds. */
  readonly flopsPerDispatch: number;
  /** Dimensions of a token vector. */
  readonly d: number;
  /** Iterations, as if no problem stopped early. */
  readonly iterations: number;
  /** Bytes of one element of x and y: 4 (default), or 2 where they are stored as halves. */
  readonly elementBytes?: 2 | 4;
  /** Whether plans are written, 4 bytes an entry. */
  readonly plan?: boolean;
  /** Most problems in a range, whatever their size; default any number. */
  readonly problems?: number;
}

/** Problems `from` (included) to `to` (excluded). */
export interface BatchRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Operations of one n x m problem: cost and gradient 2 n m d each, and 4 n m for each iteration. Exponentials
 * count as nothing more, so leave room in the budget.
 */
export function problemFlops(n: number, m: number, d: number, iterations: number): number {
  return n * m * (4 * d + 4 * iterations);
}

/**
 * Cuts a ragged batch into consecutive ranges of problems, as long as they go, such that no binding of a
 * range exceeds `min(bytesPerBinding, 128 MiB)` and no dispatch over a range exceeds `flopsPerDispatch`. A
 * single problem of more operations than that is a range of its own. Every problem is in one range.
 *
 * The gradient has the shape of y in float32, so a binding holds `rows * d * elementBytes` bytes for x, and
 * `columns * d * 4` for y and its gradient.
 *
 * @throws RangeError if a limit is not positive, or one problem alone does not fit a binding.
 */
export function chunkBatches(
  layout: Pick<RaggedLayout, 'count' | 'problems'>,
  limits: ChunkLimits,
): BatchRange[] {
  const { flopsPerDispatch, d, iterations, problems = Number.POSITIVE_INFINITY } = limits;
  for (const name of ['bytesPerBinding', 'flopsPerDispatch', 'd', 'iterations'] as const)
    if (!(limits[name] > 0))
      throw new RangeError(`chunkBatches: ${name} must be positive, got ${limits[name]}`);
  const most = Math.min(limits.bytesPerBinding, LARGEST_BINDING);
  const ranges: BatchRange[] = [];
  let [from, flops, held] = [0, 0, EMPTY];
  for (let b = 0; b < layout.count; b++) {
    const [n, m] = [layout.problems[4 * b + 2]!, layout.problems[4 * b + 3]!];
    const alone = grown(EMPTY, n, m);
    if (largestBinding(alone, limits) > most)
      throw new RangeError(
        `chunkBatches: problem ${b} (${n} x ${m}, d ${d}) needs a binding of ` +
          `${largestBinding(alone, limits)} bytes, at most ${most} are allowed`,
      );
    const cost = problemFlops(n, m, d, iterations);
    const together = grown(held, n, m);
    const full =
      flops + cost > flopsPerDispatch ||
      together.count > problems ||
      largestBinding(together, limits) > most;
    if (b > from && full) {
      ranges.push({ from, to: b });
      [from, flops, held] = [b, cost, alone];
    } else [flops, held] = [flops + cost, together];
  }
  if (layout.count > from) ranges.push({ from, to: layout.count });
  return ranges;
}

interface Held {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
}

const EMPTY: Held = { count: 0, rows: 0, columns: 0, entries: 0 };

function grown({ count, rows, columns, entries }: Held, n: number, m: number): Held {
  return {
    count: count + 1,
    rows: rows + n,
    columns: columns + m,
    entries: entries + n * m,
  };
}

const STATUS_BYTES = 32;

function largestBinding({ count, rows, columns, entries }: Held, limits: ChunkLimits): number {
  const { d, elementBytes = 4, plan = false } = limits;
  return Math.max(
    rows * d * elementBytes,
    columns * d * 4,
    (rows + columns) * 4,
    count * STATUS_BYTES,
    plan ? entries * 4 : 0,
  );
}
