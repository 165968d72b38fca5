import { dropoutFactor, eachQuery, headDot } from './attention.cpu';
import type { AttentionBackwardHost } from './attentionBackwardQuery.cpu';
import type { Floats } from './floats';

/** Float64 twin of `attentionBackwardKey`: dk and dv `[n, width]`; delta comes from the query side. */
export function attentionBackwardKeyCpu(
  host: Omit<AttentionBackwardHost, 'y'> & { readonly delta: Floats },
): { dk: Float64Array; dv: Float64Array } {
  const { q, k, v, logSum, dy, delta, heads, width } = host;
  const size = width / heads;
  const [dk, dv] = [new Float64Array(k.length), new Float64Array(v.length)];
  const factor = dropoutFactor(host);
  eachQuery(host, (row, head, first, end) => {
    const at = row * heads + head;
    for (let key = first; key < end; key++) {
      const score = headDot(host, [q, row], [k, key], head) / Math.sqrt(size);
      const [p, f] = [Math.exp(score - logSum[at]!), factor(row, head, key - first)];
      const ds = p * (f * headDot(host, [dy, row], [v, key], head) - delta[at]!);
      for (let c = head * size; c < (head + 1) * size; c++) {
        dk[key * width + c]! += (ds * q[row * width + c]!) / Math.sqrt(size);
        dv[key * width + c]! += p * f * dy[row * width + c]!;
      }
    }
  });
  return { dk, dv };
}
