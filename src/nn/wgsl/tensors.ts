import { assertShape, type Scope, ShapeError, type Tensor } from '../../gpu';
import { type ScatterPlan, scatterPlan, type WeightTensor } from '../../kernels';
import type { HostValues, NnArray, NnIndices } from '../types';

/** The tensor that an array of the wgsl backend is. @throws TypeError for an array of another backend, and for halves. */
export function tensorOf(x: NnArray): Tensor {
  if ('buffer' in x && 'dtype' in x && x.dtype === 'f32') return x as Tensor;
  if (x instanceof HalfArray)
    throw new TypeError('an array stored as halves can be the weights of a linear map only');
  throw new TypeError('an array of another backend was handed to the wgsl backend');
}

/** Weights of shape `[o, k]` that lie on the device as halves. */
export class HalfArray implements NnArray {
  constructor(
    readonly shape: readonly number[],
    /** `[o, k / 2]`. */
    readonly words: Tensor<'u32'>,
  ) {}
}

/** What `linear` and `linearInput` read weights from, in float32 or as halves. @throws TypeError as `tensorOf`. */
export function weightOf(w: NnArray): WeightTensor {
  return w instanceof HalfArray ? w.words : tensorOf(w);
}

/** Rows and width. @throws ShapeError unless `x` is a matrix. */
export function matrixSize(where: string, x: Tensor): [number, number] {
  const [n = 0, k = 0] = x.shape;
  assertShape(where, x, [n, k]);
  return [n, k];
}

/** Values for the device, rounded to float32 where they are not. */
export function float32(values: HostValues): Float32Array<ArrayBuffer> {
  return values instanceof Float32Array && values.buffer instanceof ArrayBuffer
    ? (values as Float32Array<ArrayBuffer>)
    : Float32Array.from(values);
}

type PlanTensors = Record<keyof ScatterPlan, Tensor<'u32'>>;

/** Indices on the host; on the device as well from their first use there, owned by the scope they were made in. */
export class DeviceIndices implements NnIndices {
  #tensor: Tensor<'u32'> | undefined;
  readonly #plans = new Map<number, PlanTensors>();

  constructor(
    readonly values: Uint32Array<ArrayBuffer>,
    private readonly scope: Scope,
    private readonly label: string,
  ) {}

  get tensor(): Tensor<'u32'> {
    this.#tensor ??= this.scope.uploadU32(this.values, [this.values.length], this.label);
    return this.#tensor;
  }

  /** What `scatterAddRows` needs to add to a matrix of `n` rows. */
  plan(n: number): PlanTensors {
    let plan = this.#plans.get(n);
    if (!plan) {
      const put = (values: Uint32Array<ArrayBuffer>, part: string) =>
        this.scope.uploadU32(values, [values.length], `${this.label}.${part}`);
      const { targets, offsets, sources } = scatterPlan(this.values, n);
      plan = {
        targets: put(targets, 'targets'),
        offsets: put(offsets, 'offsets'),
        sources: put(sources, 'sources'),
      };
      this.#plans.set(n, plan);
    }
    return plan;
  }
}

/** @throws TypeError for indices of another backend. */
export function deviceIndices(indices: NnIndices): DeviceIndices {
  if (indices instanceof DeviceIndices) return indices;
  throw new TypeError('indices of another backend were handed to the wgsl backend');
}

/** @throws ShapeError unless offsets of texts rise from 0 to `n`. */
export function assertTexts({ values }: NnIndices, n: number): void {
  let fine = values[0] === 0 && values[values.length - 1] === n;
  for (let t = 1; t < values.length; t++) fine &&= values[t]! >= values[t - 1]!;
  if (!fine) throw new ShapeError('attention texts', [...values.slice(-1)], [n]);
}
