import type { Floats } from './floats';

/** Float64 twin of `unitNormalise`. */
export function unitNormaliseCpu(x: Floats, n: number, d: number) {
  const [unit, norm] = [new Float64Array(n * d), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += x[i * d + j]! ** 2;
    norm[i] = Math.sqrt(sum);
    for (let j = 0; j < d; j++) unit[i * d + j] = sum > 0 ? x[i * d + j]! / norm[i]! : 0;
  }
  return { unit, norm };
}
