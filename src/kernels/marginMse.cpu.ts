/** The inputs of `marginMse` on the host. */
export interface MarginMseHost {
  /** `[rows, width]`. */
  readonly scores: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly width: number;
  /** Default 1. */
  readonly scale?: number;
}

/** Float64 twin of `marginMse`: pair by pair, as the definition says. */
export function marginMseCpu({ scores, targets, width, scale = 1 }: MarginMseHost): {
  loss: Float64Array;
  dScores: Float64Array;
} {
  const rows = scores.length / width;
  const pairs = (width * (width - 1)) / 2;
  const loss = new Float64Array(rows);
  const dScores = new Float64Array(scores.length);
  for (let i = 0; i < rows; i++) {
    const error = (j: number) => scores[i * width + j]! - targets[i * width + j]!;
    for (let j = 0; j < width; j++)
      for (let k = j + 1; k < width; k++) {
        const gap = error(j) - error(k);
        loss[i]! += (gap * gap) / pairs;
        dScores[i * width + j]! += (scale * 2 * gap) / pairs;
        dScores[i * width + k]! -= (scale * 2 * gap) / pairs;
      }
  }
  return { loss, dScores };
}
