import type { Floats } from './floats';

/** Float64 twin of `sumSquares`. */
export function sumSquaresCpu(x: Floats): number {
  let total = 0;
  for (const value of x) total += Math.abs(value) <= 1e15 ? value ** 2 : 1e30;
  return total;
}
