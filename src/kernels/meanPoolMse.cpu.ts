import { problemAt, type RaggedLayout } from './ragged';

export interface MeanPoolMseHost {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly d: number;
  readonly layout: RaggedLayout;
  readonly scale: number;
}

/** Float64 twin of `meanPoolMse`. */
export function meanPoolMseCpu({ x, y, d, layout, scale }: MeanPoolMseHost): {
  loss: Float64Array;
  gradient: Float64Array;
} {
  const loss = new Float64Array(layout.count);
  const gradient = new Float64Array(layout.rows * d);
  for (let b = 0; b < layout.count; b++) {
    const { xOffset, yOffset, n, m } = problemAt(layout, b);
    for (let k = 0; k < d; k++) {
      let gap = 0;
      for (let i = 0; i < n; i++) gap += x[(xOffset + i) * d + k]! / n;
      for (let j = 0; j < m; j++) gap -= y[(yOffset + j) * d + k]! / m;
      loss[b]! += gap * gap;
      for (let i = 0; i < n; i++) gradient[(xOffset + i) * d + k] = ((scale * 2) / n) * gap;
    }
  }
  return { loss, gradient };
}
