/** The inputs of `scoreKl` on the host. */
export interface ScoreKlHost {
  /** `[rows, width]`. */
  readonly scores: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly width: number;
  readonly temperature: number;
  /** Default 1. */
  readonly scale?: number;
}

/** Float64 twin of `scoreKl`. */
export function scoreKlCpu({ scores, targets, width, temperature, scale = 1 }: ScoreKlHost): {
  loss: Float64Array;
  dScores: Float64Array;
} {
  const rows = scores.length / width;
  const loss = new Float64Array(rows);
  const dScores = new Float64Array(scores.length);
  for (let i = 0; i < rows; i++) {
    const logP = logSoftmax(scores, i * width, width, temperature);
    const logQ = logSoftmax(targets, i * width, width, temperature);
    for (let j = 0; j < width; j++) {
      const [p, q] = [Math.exp(logP[j]!), Math.exp(logQ[j]!)];
      if (q > 0) loss[i]! += q * (logQ[j]! - logP[j]!);
      dScores[i * width + j] = (scale / temperature) * (p - q);
    }
  }
  return { loss, dScores };
}

function logSoftmax(
  values: ArrayLike<number>,
  first: number,
  width: number,
  temperature: number,
): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < width; j++) top = Math.max(top, values[first + j]!);
  let mass = 0;
  for (let j = 0; j < width; j++) mass += Math.exp((values[first + j]! - top) / temperature);
  const logMass = Math.log(mass);
  return Float64Array.from(
    { length: width },
    (_, j) => (values[first + j]! - top) / temperature - logMass,
  );
}
