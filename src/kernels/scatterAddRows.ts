import source from '../../shaders/scatterAddRows.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';
import { assertNotAliased } from './assertNotAliased';

const W = 64;
const kernel = defineKernel({
  name: 'scatterAddRows',
  source,
  lazy: true,
  constants: () => ({ W }),
});

/** For each row that is added to, which rows are added, in order. */
export interface ScatterPlan {
  /** `[t]`, each once, in the order of their first source. */
  readonly targets: Uint32Array<ArrayBuffer>;
  /** `[t + 1]` into `sources`. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Rows of the input, ascending per target. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/** Groups `rows` by value, so that sums need no atomics; rows from `n` on are left out. */
export function scatterPlan(rows: Uint32Array, n: number): ScatterPlan {
  const sources = new Map<number, number[]>();
  rows.forEach((row, at) => {
    if (row >= n) return;
    const list = sources.get(row);
    if (list) list.push(at);
    else sources.set(row, [at]);
  });
  const offsets = new Uint32Array(sources.size + 1);
  [...sources.values()].forEach((list, t) => {
    offsets[t + 1] = offsets[t]! + list.length;
  });
  return {
    targets: Uint32Array.from(sources.keys()),
    offsets,
    sources: Uint32Array.from([...sources.values()].flat()),
  };
}

export interface ScatterAddRowsInputs {
  /** `[k, d]`. */
  readonly x: Tensor;
  /** A `scatterPlan` on the device: `[t]`, `[t + 1]` and `[s]` with s at most k. */
  readonly plan: {
    readonly targets: Tensor<'u32'>;
    readonly offsets: Tensor<'u32'>;
    readonly sources: Tensor<'u32'>;
  };
  /** `[n, d]`, changed in place; not `x`. */
  readonly into: Tensor;
}

/**
 * Adds rows of `x` to rows of `into` by index, the gradient of `gatherRows`; the order of summation is fixed.
 *
 * @throws ShapeError if rows differ in length or `offsets` is not one longer than `targets`.
 * @throws RangeError if `into` is `x`.
 */
export function scatterAddRows(scope: Scope, { x, plan, into }: ScatterAddRowsInputs): void {
  const [n, d] = into.shape as [number, number];
  const [k] = x.shape as [number];
  const [t] = plan.targets.shape as [number];
  assertShape('scatterAddRows into', into, [n, d]);
  assertShape('scatterAddRows x', x, [k, d]);
  assertShape('scatterAddRows offsets', plan.offsets, [t + 1]);
  const [s] = plan.sources.shape as [number];
  if (s > k) throw new ShapeError('scatterAddRows sources', [s], [k]);
  assertNotAliased('scatterAddRows into', into, { x, ...plan });
  kernel.dispatch(scope, { d, count: t * d }, { x, ...plan, into }, Math.ceil((t * d) / W));
}
