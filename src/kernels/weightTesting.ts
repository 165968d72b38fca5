import { expect } from 'vitest';
import type { Scope, Tensor } from '../gpu';
import { packHalfCpu } from './packHalf.cpu';

/** Weights `[o, k]` as the halves nearest to them. */
export function halfWeights(
  scope: Scope,
  w: Float32Array,
  [o, k]: readonly [number, number],
): Tensor<'u32'> {
  return scope.uploadU32(packHalfCpu(w), [o, k / 2], 'w');
}

/** Halves at the ends of their range; eight, to fill two vectors. */
export const HALVES = [65504, -65504, 2 ** -14, 2 ** -24, -(1023 * 2 ** -24), -0, 1, -1 / 3].map(
  (value) => Math.fround(value),
);

/** Expects `got` to be `HALVES`, a third rounded; what is below 2^-14 may be flushed to zero. */
export function holdsHalves(got: Float32Array): void {
  HALVES.forEach((value, at) => {
    const want = at === 7 ? -0.333251953125 : value;
    if (Math.abs(want) < 2 ** -14) expect([0, want]).toContain(got[at]! + 0);
    else expect(got[at]).toBe(want);
  });
}
