import {
  attentionDropoutIndex,
  dropoutKeeps,
  dropoutStream,
  dropoutThreshold,
} from './dropoutHash';
import type { Floats } from './floats';

export interface AttentionHost {
  readonly q: Floats;
  readonly k: Floats;
  readonly v: Floats;
  /** `[texts + 1]` offsets into the rows. */
  readonly offsets: Uint32Array;
  readonly heads: number;
  /** Of q, k and v; a multiple of `heads`. */
  readonly width: number;
  readonly dropout?: { readonly rate: number; readonly seed: number } | undefined;
}

/** Calls `body` for every text, head and query row of the text; rows count from the start of the pack. */
export function eachQuery(
  { offsets, heads }: Pick<AttentionHost, 'offsets' | 'heads'>,
  body: (row: number, head: number, first: number, end: number) => void,
): void {
  for (let text = 0; text + 1 < offsets.length; text++) {
    const [first, end] = [offsets[text]!, offsets[text + 1]!];
    for (let row = first; row < end; row++)
      for (let head = 0; head < heads; head++) body(row, head, first, end);
  }
}

/** What the probability of a query row for the key at `place` in its text is multiplied by. */
export function dropoutFactor({
  heads,
  dropout,
}: Pick<AttentionHost, 'heads' | 'dropout'>): (row: number, head: number, place: number) => number {
  if (!dropout) return () => 1;
  const [stream, threshold] = [dropoutStream(dropout.seed), dropoutThreshold(dropout.rate)];
  return (row, head, place) => {
    const index = attentionDropoutIndex(row, heads, head, place);
    return dropoutKeeps(index, stream, threshold) ? 1 / (1 - dropout.rate) : 0;
  };
}

/** Dot product of head `head` of row `i` of `a` with that of row `j` of `b`. */
export function headDot(
  { heads, width }: Pick<AttentionHost, 'heads' | 'width'>,
  [a, i]: readonly [Floats, number],
  [b, j]: readonly [Floats, number],
  head: number,
): number {
  const size = width / heads;
  let sum = 0;
  for (let c = head * size; c < (head + 1) * size; c++)
    sum += a[i * width + c]! * b[j * width + c]!;
  return sum;
}

/** Float64 twin of `attention`: y `[n, width]` and log sum exp of the scaled scores, `[n, heads]`. */
export function attentionCpu(host: AttentionHost): { y: Float64Array; logSum: Float64Array } {
  const { q, k, v, heads, width } = host;
  const [size, n] = [width / heads, q.length / width];
  const [y, logSum] = [new Float64Array(n * width), new Float64Array(n * heads)];
  const factor = dropoutFactor(host);
  eachQuery(host, (row, head, first, end) => {
    const scores = Array.from(
      { length: end - first },
      (_, at) => headDot(host, [q, row], [k, first + at], head) / Math.sqrt(size),
    );
    const top = scores.reduce((a, b) => Math.max(a, b));
    const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
    logSum[row * heads + head] = top + Math.log(sum);
    scores.forEach((score, at) => {
      const weight = (Math.exp(score - top) / sum) * factor(row, head, at);
      for (let c = head * size; c < (head + 1) * size; c++)
        y[row * width + c]! += weight * v[(first + at) * width + c]!;
    });
  });
  return { y, logSum };
}
