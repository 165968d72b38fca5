import {
  assertOtSettings,
  fusedOtCpu,
  type OtSettings,
  type OtWanted,
  type RaggedLayout,
  STATUS,
  STATUS_SIZE,
} from '../../kernels';
import type { HostOps, HostValues } from '../../nn';
import { solveWasm } from '../../wasm';

/** Transport of a ragged batch on the host, x rows and y columns; vectors in the backend's precision. */
export interface HostTransport {
  readonly x: HostValues;
  readonly y: HostValues;
  readonly d: number;
  readonly layout: RaggedLayout;
}

export interface HostTransportResult {
  /** `[B, STATUS_SIZE]`. */
  readonly status: HostValues;
  /** `[N + M]`. */
  readonly potentials: HostValues;
  /** `[M, d]`, of the sum over problems by y. */
  readonly gradient?: HostValues;
  readonly plan?: HostValues;
}

/**
 * Solves with the engine of the backend: `solveWasm` for `wasm`, `fusedOtCpu` for `float64`.
 *
 * @throws RangeError if a setting makes no sense.
 */
export function solveHost(
  kind: HostOps['kind'],
  { x, y, d, layout }: HostTransport,
  settings: OtSettings,
  wanted: OtWanted = {},
): HostTransportResult {
  assertOtSettings('evaluateLoss', settings);
  if (kind === 'float64') return fusedOtCpu({ x, y, d, layout }, settings);
  const counts = (field: 2 | 3) => layout.problems.filter((_, at) => at % 4 === field);
  const batch = { x: single(x), y: single(y), d, rowCounts: counts(2), columnCounts: counts(3) };
  return solveWasm(batch, settings, wanted);
}

function single(values: HostValues): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** One field of every status row, `[B]`. */
export function statusField(status: HostValues, field: keyof typeof STATUS): HostValues {
  return status.filter((_, at) => at % STATUS_SIZE === STATUS[field]);
}

/** Multiplies in place. */
export function scaleValues<V extends HostValues>(values: V, factor: number): V {
  for (let k = 0; k < values.length; k++) values[k]! *= factor;
  return values;
}

/** @throws RangeError unless the marginals are the weights. */
export function assertBalanced(loss: string, { marginals }: OtSettings): void {
  if (marginals && marginals.kind !== 'balanced')
    throw new RangeError(`loss ${loss}: only balanced marginals, got ${marginals.kind}`);
}
