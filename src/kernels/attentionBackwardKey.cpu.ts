import { dropoutFactor, eachQuery, headDot } from './attention.cpu';
import type { AttentionGradientHost } from './attentionBackwardQuery.cpu';

/** Float64 twin of `attentionBackwardKey`: dk and dv `[n, width]`. */
export function attentionBackwardKeyCpu(host: AttentionGradientHost): {
  dk: Float64Array;
  dv: Float64Array;
} {
  const { q, k, v, dy, state, heads, width } = host;
  const size = width / heads;
  const [dk, dv] = [new Float64Array(k.length), new Float64Array(v.length)];
  const factor = dropoutFactor(host);
  eachQuery(host, (row, head, first, end) => {
    const [logSum, delta] = state.subarray(2 * (row * heads + head)) as unknown as [number, number];
    for (let key = first; key < end; key++) {
      const score = headDot(host, [q, row], [k, key], head) / Math.sqrt(size);
      const [p, f] = [Math.exp(score - logSum), factor(row, head, key - first)];
      const ds = p * (f * headDot(host, [dy, row], [v, key], head) - delta);
      for (let c = head * size; c < (head + 1) * size; c++) {
        dk[key * width + c]! += (ds * q[row * width + c]!) / Math.sqrt(size);
        dv[key * width + c]! += p * f * dy[row * width + c]!;
      }
    }
  });
  return { dk, dv };
}
