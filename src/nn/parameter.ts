import type { HostValues, NnArray, NnOps } from './types';

/** One trained array with its gradient, its Adam moments and the value that it is pulled to. */
export interface Parameter {
  readonly name: string;
  readonly w: NnArray;
  readonly start: NnArray;
  readonly m: NnArray;
  readonly v: NnArray;
  readonly gradient: NnArray;
}

/** A trained parameter that starts at `values`; `ops` owns its arrays. */
export function makeParameter(
  ops: NnOps,
  name: string,
  shape: readonly number[],
  values: HostValues,
): Parameter {
  return {
    name,
    w: ops.upload(values, shape, name),
    start: ops.upload(values, shape, `${name}.start`),
    m: ops.zeros(shape, `${name}.m`),
    v: ops.zeros(shape, `${name}.v`),
    gradient: ops.zeros(shape, `${name}.gradient`),
  };
}
