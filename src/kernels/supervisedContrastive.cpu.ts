/** The inputs of `supervisedContrastive` on the host. */
export interface SupervisedContrastiveHost {
  n: number;
  scores: ArrayLike<number>;
  labels: ArrayLike<number>;
  temperature: number;
}

/** Float64 twin of the loss of `supervisedContrastive`; its gradient is checked by finite differences of this. */
export function supervisedContrastiveCpu(host: SupervisedContrastiveHost): Float64Array {
  const { n, scores, labels, temperature } = host;
  return Float64Array.from({ length: n }, (_, i) => {
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
    const positives = others.filter((j) => labels[j] === labels[i]);
    if (positives.length === 0) return 0;
    const logits = others.map((j) => scores[i * n + j]! / temperature);
    const top = Math.max(...logits);
    const logMass = top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    const losses = positives.map((p) => logMass - scores[i * n + p]! / temperature);
    return losses.reduce((sum, loss) => sum + loss, 0) / positives.length;
  });
}

/** Float64 twin of the gradient of `scale * sum_i loss[i]`. */
export function supervisedContrastiveGradCpu(
  { n, scores, labels, temperature }: SupervisedContrastiveHost,
  scale: number,
): Float64Array {
  const gradient = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
    const count = others.filter((j) => labels[j] === labels[i]).length;
    if (count === 0) continue;
    const top = Math.max(...others.map((j) => scores[i * n + j]!));
    const exps = others.map((j) => Math.exp((scores[i * n + j]! - top) / temperature));
    const mass = exps.reduce((sum, value) => sum + value, 0);
    others.forEach((j, k) => {
      const wanted = labels[j] === labels[i] ? 1 / count : 0;
      gradient[i * n + j] = (scale / temperature) * (exps[k]! / mass - wanted);
    });
  }
  return gradient;
}
