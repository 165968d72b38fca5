import type { NnOps } from '../nn';

/** Rows, inputs and outputs of the product: long enough to fill a GPU, or within a second on a CPU. */
const SIZE = { hardware: [4096, 2048, 2048], cpu: [512, 768, 768] } as const;
const RUNS = { hardware: 20, cpu: 2 } as const;
const WINDOWS = 2;

/** GFLOP per second of one large product `x w^T` on `ops`, best of two windows after one that is not counted. */
export async function measureRoof(
  outer: NnOps,
  hardware: boolean,
  now: () => number,
): Promise<number> {
  const kind = hardware ? 'hardware' : 'cpu';
  const [rows, inputs, outputs] = SIZE[kind];
  using ops = outer.open();
  const ramp = (count: number) => Float32Array.from({ length: count }, (_, k) => (k % 17) / 17);
  const x = ops.upload(ramp(rows * inputs), [rows, inputs], 'roof.x');
  const w = ops.upload(ramp(outputs * inputs), [outputs, inputs], 'roof.w');
  let best = 0;
  for (let window = 0; window <= WINDOWS; window++) {
    using inner = ops.open();
    const start = now();
    const products = Array.from({ length: RUNS[kind] }, () => inner.linear({ x, w }));
    // A sum of squares ends the queue without reading a whole result.
    await inner.read(inner.sumOfSquares(products.slice(-1)));
    const seconds = (now() - start) / 1000;
    if (window > 0) best = Math.max(best, (RUNS[kind] * 2 * rows * inputs * outputs) / seconds);
  }
  return best / 1e9;
}
