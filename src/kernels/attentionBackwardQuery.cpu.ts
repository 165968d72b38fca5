import { type AttentionHost, dropoutFactor, eachQuery, headDot } from './attention.cpu';
import type { Floats } from './floats';

export interface AttentionGradientHost extends AttentionHost {
  /** Gradient of y. */
  readonly dy: Floats;
  /** Result of `attentionDelta`. */
  readonly state: Floats;
}

/** Float64 twin of `attentionBackwardQuery`: dq `[n, width]`. */
export function attentionBackwardQueryCpu(host: AttentionGradientHost): Float64Array {
  const { q, k, v, dy, state, heads, width } = host;
  const size = width / heads;
  const dq = new Float64Array(q.length);
  const factor = dropoutFactor(host);
  eachQuery(host, (row, head, first, end) => {
    const [logSum, delta] = state.subarray(2 * (row * heads + head)) as unknown as [number, number];
    for (let key = first; key < end; key++) {
      const score = headDot(host, [q, row], [k, key], head) / Math.sqrt(size);
      const through = factor(row, head, key - first) * headDot(host, [dy, row], [v, key], head);
      const ds = Math.exp(score - logSum) * (through - delta);
      for (let c = head * size; c < (head + 1) * size; c++)
        dq[row * width + c]! += (ds * k[key * width + c]!) / Math.sqrt(size);
    }
  });
  return dq;
}
