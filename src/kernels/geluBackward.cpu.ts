import type { Floats } from './floats';
import { normalCdf } from './geluResidual.cpu';

/** Float64 twin of `geluBackward`. */
export function geluBackwardCpu(x: Floats, dy: Floats): Float64Array {
  return Float64Array.from(x, (value, i) => {
    const density = Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);
    return dy[i]! * (normalCdf(value) + value * density);
  });
}
