import type { Scope, Tensor } from '../gpu';
import { gatherRows, scatterRows } from '../kernels';

/**
 * Potentials of many pairs, kept on the device between training steps and found again by the pair's
 * number: the plan of a pair moves little from one visit to the next. A pair not seen yet starts at 0.
 */
export class WarmStarts {
  readonly #offsets: Uint32Array;
  readonly #kept: Tensor;

  /**
   * @param scope owns the store; `4 * sum(n + m)` bytes.
   * @param rowCounts n of each pair.
   * @param columnCounts m of each pair.
   */
  constructor(scope: Scope, rowCounts: ArrayLike<number>, columnCounts: ArrayLike<number>) {
    this.#offsets = new Uint32Array(rowCounts.length + 1);
    for (let pair = 0; pair < rowCounts.length; pair++)
      this.#offsets[pair + 1] = this.#offsets[pair]! + rowCounts[pair]! + columnCounts[pair]!;
    this.#kept = scope.zeros([this.#offsets[rowCounts.length]!, 1], 'warmStarts');
  }

  /**
   * Potentials of `pairs` in their order, packed as `OtProblem.start` wants them.
   *
   * @throws RangeError for a pair that there is none of.
   */
  start(scope: Scope, pairs: ArrayLike<number>): Tensor {
    const rows = this.#rows(scope, pairs);
    const found = gatherRows(scope, { x: this.#kept, rows });
    return { ...found, shape: [found.shape[0]!] };
  }

  /**
   * Keeps what a solver gave for the same pairs.
   *
   * @throws RangeError for a pair that there is none of.
   */
  keep(scope: Scope, pairs: ArrayLike<number>, potentials: Tensor): void {
    const rows = this.#rows(scope, pairs);
    const x = { ...potentials, shape: [potentials.shape[0]!, 1] };
    scatterRows(scope, { x, rows, out: this.#kept });
  }

  #rows(scope: Scope, pairs: ArrayLike<number>): Tensor<'u32'> {
    const count = this.#offsets.length - 1;
    const rows = Array.from(pairs).flatMap((pair) => {
      if (!(Number.isInteger(pair) && pair >= 0 && pair < count))
        throw new RangeError(`WarmStarts: there is no pair ${pair}, there are ${count}`);
      const [start, end] = [this.#offsets[pair]!, this.#offsets[pair + 1]!];
      return Array.from({ length: end - start }, (_, k) => start + k);
    });
    return scope.uploadU32(Uint32Array.from(rows), [rows.length], 'warmStarts.rows');
  }
}
