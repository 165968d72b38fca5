import { type AttentionHost, headDot } from './attention.cpu';
import type { Floats } from './floats';

/**
 * Float64 twin of `attentionDelta`: `[n, heads, 2]`, logSum and the dot product of dy with y per head.
 * y and dy are `[n, width]`, logSum `[n, heads]`.
 */
export function attentionDeltaCpu(
  { y, dy, logSum }: Record<'y' | 'dy' | 'logSum', Floats>,
  sizes: Pick<AttentionHost, 'heads' | 'width'>,
): Float64Array {
  const state = new Float64Array(2 * logSum.length);
  logSum.forEach((value, at) => {
    const [row, head] = [Math.floor(at / sizes.heads), at % sizes.heads];
    state[2 * at] = value;
    state[2 * at + 1] = headDot(sizes, [dy, row], [y, row], head);
  });
  return state;
}
