import type { Scope } from '../gpu';
import { raggedBatch } from '../kernels';
import type { GoldenCase } from './goldenTesting';

/** The case on the device, `copies` times. */
export function uploadGolden(scope: Scope, { n, m, d, X, Y, a, b }: GoldenCase, copies = 1) {
  const repeated = (values: readonly number[]) =>
    Float32Array.from({ length: copies * values.length }, (_, at) => values[at % values.length]!);
  const counts = (count: number) => Array<number>(copies).fill(count);
  return {
    x: scope.upload(repeated(X), [copies * n, d], 'x'),
    y: scope.upload(repeated(Y), [copies * m, d], 'y'),
    weights: scope.upload(repeated([...a, ...b]), [copies * (n + m)], 'weights'),
    batch: raggedBatch(scope, counts(n), counts(m)),
  };
}
