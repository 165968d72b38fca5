import { type AttentionHost, dropoutFactor, eachQuery, headDot } from './attention.cpu';
import type { Floats } from './floats';

export interface AttentionBackwardHost extends AttentionHost {
  /** Results of `attention`. */
  readonly y: Floats;
  readonly logSum: Floats;
  /** Gradient of y. */
  readonly dy: Floats;
}

/**
 * Float64 twin of `attentionBackwardQuery`: dq `[n, width]`, and delta `[n, heads]`, the dot product of dy
 * with y per head, which `attentionBackwardKey` needs.
 */
export function attentionBackwardQueryCpu(host: AttentionBackwardHost): {
  dq: Float64Array;
  delta: Float64Array;
} {
  const { q, k, v, y, logSum, dy, heads, width } = host;
  const [size, n] = [width / heads, q.length / width];
  const [dq, delta] = [new Float64Array(n * width), new Float64Array(n * heads)];
  const factor = dropoutFactor(host);
  eachQuery(host, (row, head, first, end) => {
    const at = row * heads + head;
    delta[at] = headDot(host, [dy, row], [y, row], head);
    for (let key = first; key < end; key++) {
      const score = headDot(host, [q, row], [k, key], head) / Math.sqrt(size);
      const through = factor(row, head, key - first) * headDot(host, [dy, row], [v, key], head);
      const ds = Math.exp(score - logSum[at]!) * (through - delta[at]!);
      for (let c = head * size; c < (head + 1) * size; c++)
        dq[row * width + c]! += (ds * k[key * width + c]!) / Math.sqrt(size);
    }
  });
  return { dq, delta };
}
