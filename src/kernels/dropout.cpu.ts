import { dropoutKeeps, dropoutStream, dropoutThreshold } from './dropoutHash';
import type { Floats } from './floats';

/** Float64 twin of `dropout`: entry i is zeroed or divided by 1 - rate, as `dropoutHash` says. */
export function dropoutCpu(x: Floats, rate: number, seed: number): Float64Array {
  const [stream, threshold] = [dropoutStream(seed), dropoutThreshold(rate)];
  return Float64Array.from(x, (value, i) =>
    dropoutKeeps(i, stream, threshold) ? value / (1 - rate) : 0,
  );
}
