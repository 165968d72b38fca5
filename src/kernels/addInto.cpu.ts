import type { Floats } from './floats';

/** Float64 twin of `addInto`: `into[i] += scale * x[i]`, in place. */
export function addIntoCpu(x: Floats, into: Floats, scale: number): void {
  x.forEach((value, i) => {
    into[i]! += scale * value;
  });
}
