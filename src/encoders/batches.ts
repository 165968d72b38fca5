/** Texts that run together: their positions in the call, and the length all are padded to. */
export interface Batch {
  readonly texts: readonly number[];
  readonly length: number;
}

/**
 * Groups texts by padded length, shortest first, so that `texts * length <= budget` in each batch.
 *
 * A single text longer than the budget runs alone. The order inside a length is the order of the
 * call, so the plan depends on nothing but the lengths.
 *
 * @param lengths tokens of each text, `[texts]`.
 * @param budget tokens of one run, padding counted.
 * @param step lengths are rounded up to a multiple of it; 1 means that nothing is ever padded.
 * @param most the longest length that the model takes; rounding stops there.
 */
export function planBatches(
  lengths: readonly number[],
  budget: number,
  step: number,
  most: number,
): Batch[] {
  const byLength = new Map<number, number[]>();
  lengths.forEach((length, text) => {
    const padded = Math.min(most, Math.ceil(length / step) * step);
    const group = byLength.get(padded);
    if (group) group.push(text);
    else byLength.set(padded, [text]);
  });
  const batches: Batch[] = [];
  for (const [length, texts] of [...byLength].sort((a, b) => a[0] - b[0])) {
    const size = Math.max(1, Math.floor(budget / length));
    for (let start = 0; start < texts.length; start += size)
      batches.push({ texts: texts.slice(start, start + size), length });
  }
  return batches;
}
