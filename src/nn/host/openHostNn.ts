import { ShapeError, sizeOf } from '../../gpu';
import type {
  AdamUpdate,
  AttentionInputs,
  HostOps,
  HostValues,
  NnArray,
  NnIndices,
  NormState,
} from '../types';
import { expectShape, HostArray, matrixSize, sameShape, valuesOf } from './array';
import { attentionHost } from './attention';
import { type Backend, float64Backend, wasmBackend } from './backend';
import * as elementwise from './elementwise';
import { layerNorm, layerNormBackward } from './layerNorm';
import * as rows from './rows';

/** A host backend; counts what it holds, over all owners that were opened from it. */
export interface HostNn extends HostOps {
  readonly liveArrays: number;
  readonly liveBytes: number;
}

/**
 * Opens a backend on the CPU: `wasm` in float32 with SIMD, `float64` in plain loops, the reference.
 *
 * @throws WebAssembly.CompileError if `wasm` is wanted where WebAssembly has no SIMD.
 */
export function openHostNn(kind: HostOps['kind']): HostNn {
  return new Host(kind === 'wasm' ? wasmBackend() : float64Backend());
}

class Host implements HostNn {
  readonly #arrays: HostArray[] = [];
  #disposed = false;

  constructor(private readonly backend: Backend) {}

  get kind(): HostOps['kind'] {
    return this.backend.kind;
  }

  get liveArrays(): number {
    return this.backend.live.arrays;
  }

  get liveBytes(): number {
    return this.backend.live.bytes;
  }

  open(): HostOps {
    return new Host(this.backend);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const array of this.#arrays.splice(0)) {
      this.backend.release(array.values);
      array.free();
    }
  }

  /** Values are whatever was there before. */
  #make(shape: readonly number[], label: string): HostArray {
    if (this.#disposed) throw new Error(`${label}: the NnOps was disposed`);
    const array = new HostArray(label, [...shape], this.backend.take(sizeOf(shape)));
    this.#arrays.push(array);
    return array;
  }

  upload(values: HostValues, shape: readonly number[], label: string): NnArray {
    if (values.length !== sizeOf(shape)) throw new ShapeError(label, [values.length], shape);
    const array = this.#make(shape, label);
    array.values.set(values);
    return array;
  }

  zeros(shape: readonly number[], label: string): NnArray {
    const array = this.#make(shape, label);
    array.values.fill(0);
    return array;
  }

  indices(values: Uint32Array, _label: string): NnIndices {
    return { values: values.slice() };
  }

  async read(x: NnArray): Promise<HostValues> {
    return valuesOf(x).slice();
  }

  values(x: NnArray): HostValues {
    return valuesOf(x);
  }

  copy(from: NnArray, to: NnArray): void {
    const [source, target] = [valuesOf(from), valuesOf(to)];
    if (source.length !== target.length) throw new ShapeError('copy to', to.shape, from.shape);
    target.set(source);
  }

  fill(x: NnArray, value: number): void {
    valuesOf(x).fill(value);
  }

  linear(a: { x: NnArray; w: NnArray; bias?: NnArray; addend?: NnArray }): NnArray {
    const [n, k] = matrixSize('linear x', a.x);
    const [o] = matrixSize('linear w', a.w);
    expectShape('linear w', a.w, [o, k]);
    if (a.bias) expectShape('linear bias', a.bias, [o]);
    if (a.addend) expectShape('linear addend', a.addend, [n, o]);
    const array = this.#make([n, o], 'linear');
    const y = array.values;
    if (a.addend) y.set(valuesOf(a.addend));
    else if (!a.bias) y.fill(0);
    if (a.bias) (a.addend ? rows.addToRows : rows.fillRows)(valuesOf(a.bias), y);
    this.backend.forward(valuesOf(a.x), valuesOf(a.w), y, { n, k, o });
    return array;
  }

  linearInput({ dy, w }: { dy: NnArray; w: NnArray }): NnArray {
    const [n, o] = matrixSize('linearInput dy', dy);
    const [, k] = matrixSize('linearInput w', w);
    expectShape('linearInput w', w, [o, k]);
    const dx = this.#make([n, k], 'linearInput');
    this.backend.input(valuesOf(dy), valuesOf(w), dx.values, { n, k, o });
    return dx;
  }

  linearWeight({ dy, x, into }: { dy: NnArray; x: NnArray; into: NnArray }): void {
    const [n, o] = matrixSize('linearWeight dy', dy);
    const [, k] = matrixSize('linearWeight x', x);
    expectShape('linearWeight x', x, [n, k]);
    expectShape('linearWeight into', into, [o, k]);
    this.backend.weight(valuesOf(dy), valuesOf(x), valuesOf(into), { n, k, o });
  }

  linearBias({ dy, into }: { dy: NnArray; into: NnArray }): void {
    const [, o] = matrixSize('linearBias dy', dy);
    expectShape('linearBias into', into, [o]);
    rows.addColumnSums(valuesOf(dy), o, valuesOf(into));
  }

  add({ x, y, scale = 1 }: { x: NnArray; y: NnArray; scale?: number }): NnArray {
    sameShape('add y', y, x);
    const out = this.#make(x.shape, 'add');
    elementwise.addScaled(valuesOf(x), valuesOf(y), scale, out.values);
    return out;
  }

  addInto({ x, into, scale = 1 }: { x: NnArray; into: NnArray; scale?: number }): void {
    sameShape('addInto into', into, x);
    elementwise.addScaled(valuesOf(into), valuesOf(x), scale, valuesOf(into));
  }

  gelu(x: NnArray): NnArray {
    const out = this.#make(x.shape, 'gelu');
    this.backend.gelu(valuesOf(x), out.values);
    return out;
  }

  geluBackward({ x, dy }: { x: NnArray; dy: NnArray }): NnArray {
    sameShape('geluBackward dy', dy, x);
    const out = this.#make(x.shape, 'geluBackward');
    this.backend.geluBackward(valuesOf(x), valuesOf(dy), out.values);
    return out;
  }

  layerNorm(a: { x: NnArray; gamma: NnArray; beta: NnArray; epsilon: number }) {
    const [n, k] = matrixSize('layerNorm x', a.x);
    expectShape('layerNorm gamma', a.gamma, [k]);
    expectShape('layerNorm beta', a.beta, [k]);
    const y = this.#make([n, k], 'layerNorm');
    const state = { mean: this.#make([n], 'mean'), rstd: this.#make([n], 'rstd') };
    layerNorm(
      { x: valuesOf(a.x), gamma: valuesOf(a.gamma), beta: valuesOf(a.beta) },
      { n, k },
      a.epsilon,
      { y: y.values, mean: state.mean.values, rstd: state.rstd.values },
    );
    return { y, state };
  }

  layerNormBackward(a: {
    dy: NnArray;
    x: NnArray;
    gamma: NnArray;
    state: NormState;
    gammaInto?: NnArray;
    betaInto?: NnArray;
  }): NnArray {
    const [n, k] = matrixSize('layerNormBackward x', a.x);
    expectShape('layerNormBackward dy', a.dy, [n, k]);
    expectShape('layerNormBackward gamma', a.gamma, [k]);
    expectShape('layerNormBackward mean', a.state.mean, [n]);
    expectShape('layerNormBackward rstd', a.state.rstd, [n]);
    if (a.gammaInto) expectShape('layerNormBackward gammaInto', a.gammaInto, [k]);
    if (a.betaInto) expectShape('layerNormBackward betaInto', a.betaInto, [k]);
    const dx = this.#make([n, k], 'layerNormBackward');
    const [mean, rstd] = [valuesOf(a.state.mean), valuesOf(a.state.rstd)];
    layerNormBackward(
      { dy: valuesOf(a.dy), x: valuesOf(a.x), gamma: valuesOf(a.gamma), mean, rstd },
      { n, k },
      {
        dx: dx.values,
        ...(a.gammaInto && { gammaInto: valuesOf(a.gammaInto) }),
        ...(a.betaInto && { betaInto: valuesOf(a.betaInto) }),
      },
    );
    return dx;
  }

  attention(a: AttentionInputs): { y: NnArray; logSum: NnArray } {
    const host = attentionHost(a);
    const y = this.#make([host.n, host.width], 'attention');
    const logSum = this.#make([host.n, a.heads], 'attention logSum');
    this.backend.attention(host, y.values, logSum.values);
    return { y, logSum };
  }

  attentionBackward(a: AttentionInputs & { y: NnArray; logSum: NnArray; dy: NnArray }) {
    const host = attentionHost(a);
    const { n, width } = host;
    expectShape('attentionBackward y', a.y, [n, width]);
    expectShape('attentionBackward logSum', a.logSum, [n, a.heads]);
    expectShape('attentionBackward dy', a.dy, [n, width]);
    const [dq, dk, dv] = [
      this.#make([n, width], 'attentionBackward dq'),
      this.#make([n, width], 'attentionBackward dk'),
      this.#make([n, width], 'attentionBackward dv'),
    ];
    const out = { dq: dq.values, dk: dk.values, dv: dv.values };
    this.backend.attentionBackward(host, valuesOf(a.dy), out);
    return { dq, dk, dv };
  }

  dropout({ x, rate, seed }: { x: NnArray; rate: number; seed: number }): NnArray {
    const out = this.#make(x.shape, 'dropout');
    elementwise.dropout(valuesOf(x), rate, seed, out.values);
    return out;
  }

  gatherRows(a: { x: NnArray; rows: NnIndices }): NnArray {
    const [, k] = matrixSize('gatherRows x', a.x);
    const out = this.#make([a.rows.values.length, k], 'gatherRows');
    rows.gatherRows(valuesOf(a.x), a.rows.values, k, out.values);
    return out;
  }

  scatterAddRows(a: { dy: NnArray; rows: NnIndices; into: NnArray }): void {
    const [, k] = matrixSize('scatterAddRows into', a.into);
    expectShape('scatterAddRows dy', a.dy, [a.rows.values.length, k]);
    rows.scatterAddRows(valuesOf(a.dy), a.rows.values, k, valuesOf(a.into));
  }

  unitNormalise(x: NnArray): { unit: NnArray; norm: NnArray } {
    const [n, k] = matrixSize('unitNormalise x', x);
    const [unit, norm] = [this.#make([n, k], 'unit'), this.#make([n], 'norm')];
    rows.unitNormalise(valuesOf(x), k, unit.values, norm.values);
    return { unit, norm };
  }

  unitNormaliseBackward(a: { unit: NnArray; norm: NnArray; dy: NnArray }): NnArray {
    const [n, k] = matrixSize('unitNormaliseBackward unit', a.unit);
    expectShape('unitNormaliseBackward norm', a.norm, [n]);
    expectShape('unitNormaliseBackward dy', a.dy, [n, k]);
    const dx = this.#make([n, k], 'unitNormaliseBackward');
    const values = { unit: valuesOf(a.unit), norm: valuesOf(a.norm), dy: valuesOf(a.dy) };
    rows.unitNormaliseBackward(values, k, dx.values);
    return dx;
  }

  sumOfSquares(arrays: readonly NnArray[]): NnArray {
    const sum = this.#make([1], 'sumOfSquares');
    sum.values[0] = elementwise.sumOfSquares(arrays.map(valuesOf));
    return sum;
  }

  adam(update: AdamUpdate): void {
    const { w, m, v, gradient, start, clip } = update;
    for (const [name, array] of Object.entries({ m, v, gradient, ...(start && { start }) }))
      sameShape(`adam ${name}`, array, w);
    if (clip) expectShape('adam sumOfSquares', clip.sumOfSquares, [1]);
    elementwise.assertUpdate(update);
    const factor = elementwise.gradientScale(update, clip ? valuesOf(clip.sumOfSquares)[0]! : 0);
    const arrays = {
      w: valuesOf(w),
      m: valuesOf(m),
      v: valuesOf(v),
      gradient: valuesOf(gradient),
      start: start && valuesOf(start),
    };
    this.backend.adam(arrays, elementwise.adamRates(update, factor));
  }
}
