import { type Gpu, type Scope, ShapeError, sizeOf, type Tensor } from '../../gpu';
import {
  adam,
  addInto,
  addScaled,
  attention,
  attentionBackward,
  columnSum,
  dropout,
  fill,
  fitsHalves,
  gatherRows,
  geluBackward,
  geluResidual,
  layerNorm,
  layerNormAffine,
  layerNormBackward,
  linear,
  linearBackwardInput,
  linearBackwardWeight,
  scatterAddRows,
  sumSquaresOfAll,
  unitNormalise,
  unitNormaliseBackward,
} from '../../kernels';
import { packHalves } from '../../lib';
import type {
  AdamUpdate,
  AttentionInputs,
  HostValues,
  NnArray,
  NnIndices,
  NormState,
  WgslOps,
} from '../types';
import {
  assertTexts,
  DeviceIndices,
  deviceIndices,
  float32,
  HalfArray,
  matrixSize,
  tensorOf,
  weightOf,
} from './tensors';

/**
 * Opens a backend on the GPU: every array is a `Tensor` in float32 (but those of `uploadHalves`), every operation one
 * to three dispatches that are recorded and not waited for. Heads of attention take 4, 8, ... or 64 columns. Kernels are compiled
 * at their first use.
 */
export function openWgslNn(gpu: Gpu): WgslOps {
  return new Wgsl(gpu.scope());
}

class Wgsl implements WgslOps {
  readonly kind = 'wgsl';

  constructor(readonly scope: Scope) {}

  open(): WgslOps {
    return openWgslNn(this.scope.gpu);
  }

  [Symbol.dispose](): void {
    this.scope[Symbol.dispose]();
  }

  upload(values: HostValues, shape: readonly number[], label: string): Tensor {
    return this.scope.upload(float32(values), [...shape], label);
  }

  uploadHalves(values: Float32Array, shape: readonly number[], label: string): NnArray {
    if (!fitsHalves(shape) || sizeOf(shape) !== values.length)
      throw new ShapeError(`${label}, as halves of multiples of 4`, [values.length], shape);
    const [o = 0, k = 0] = shape;
    return new HalfArray([o, k], this.scope.uploadU32(packHalves(values), [o, k / 2], label));
  }

  zeros(shape: readonly number[], label: string): Tensor {
    return this.scope.zeros([...shape], label);
  }

  indices(values: Uint32Array, label: string): NnIndices {
    return new DeviceIndices(values.slice(), this.scope, label);
  }

  read(x: NnArray): Promise<HostValues> {
    return this.scope.download(tensorOf(x));
  }

  copy(from: NnArray, to: NnArray): void {
    this.scope.copy(tensorOf(from), tensorOf(to));
  }

  fill(x: NnArray, value: number): void {
    fill(this.scope, tensorOf(x), value);
  }

  linear(a: { x: NnArray; w: NnArray; bias?: NnArray; addend?: NnArray }): NnArray {
    const [bias, addend] = [a.bias && tensorOf(a.bias), a.addend && tensorOf(a.addend)];
    return linear(this.scope, { x: tensorOf(a.x), w: weightOf(a.w), bias, addend });
  }

  linearInput({ dy, w }: { dy: NnArray; w: NnArray }): NnArray {
    return linearBackwardInput(this.scope, { dy: tensorOf(dy), w: weightOf(w) });
  }

  linearWeight({ dy, x, into }: { dy: NnArray; x: NnArray; into: NnArray }): void {
    const inputs = { dy: tensorOf(dy), x: tensorOf(x), out: tensorOf(into) };
    linearBackwardWeight(this.scope, { ...inputs, accumulate: true });
  }

  linearBias({ dy, into }: { dy: NnArray; into: NnArray }): void {
    columnSum(this.scope, { x: tensorOf(dy), out: tensorOf(into), accumulate: true });
  }

  add({ x, y, scale = 1 }: { x: NnArray; y: NnArray; scale?: number }): NnArray {
    return addScaled(this.scope, { x: tensorOf(x), y: tensorOf(y), scale });
  }

  addInto({ x, into, scale }: { x: NnArray; into: NnArray; scale?: number }): void {
    addInto(this.scope, { x: tensorOf(x), into: tensorOf(into), scale });
  }

  gelu(x: NnArray): NnArray {
    return geluResidual(this.scope, { x: tensorOf(x) });
  }

  geluBackward({ x, dy }: { x: NnArray; dy: NnArray }): NnArray {
    return geluBackward(this.scope, { x: tensorOf(x), dy: tensorOf(dy) });
  }

  layerNorm(a: { x: NnArray; gamma: NnArray; beta: NnArray; epsilon: number }) {
    const inputs = { x: tensorOf(a.x), gamma: tensorOf(a.gamma), beta: tensorOf(a.beta) };
    const { y, mean, rstd } = layerNorm(this.scope, { ...inputs, epsilon: a.epsilon });
    return { y, state: { mean, rstd } };
  }

  layerNormBackward(a: {
    dy: NnArray;
    x: NnArray;
    gamma: NnArray;
    state: NormState;
    gammaInto?: NnArray;
    betaInto?: NnArray;
  }): NnArray {
    const [dy, x, gamma] = [tensorOf(a.dy), tensorOf(a.x), tensorOf(a.gamma)];
    const [mean, rstd] = [tensorOf(a.state.mean), tensorOf(a.state.rstd)];
    const dx = layerNormBackward(this.scope, { dy, x, gamma, mean, rstd });
    if (a.gammaInto || a.betaInto) {
      // The kernel makes both; one that nobody asked for goes to a scratch row.
      const into = (target?: NnArray) =>
        target ? tensorOf(target) : this.scope.zeros(gamma.shape, 'layerNorm.unused');
      const [gammaInto, betaInto] = [into(a.gammaInto), into(a.betaInto)];
      layerNormAffine(this.scope, { dy, x, mean, rstd, gammaInto, betaInto });
    }
    return dx;
  }

  attention(a: AttentionInputs): { y: NnArray; logSum: NnArray } {
    return attention(this.scope, attentionTensors(a));
  }

  attentionBackward(a: AttentionInputs & { y: NnArray; logSum: NnArray; dy: NnArray }) {
    const results = { y: tensorOf(a.y), logSum: tensorOf(a.logSum), dy: tensorOf(a.dy) };
    return attentionBackward(this.scope, { ...attentionTensors(a), ...results });
  }

  dropout({ x, rate, seed }: { x: NnArray; rate: number; seed: number }): NnArray {
    return dropout(this.scope, { x: tensorOf(x), rate, seed });
  }

  gatherRows({ x, rows }: { x: NnArray; rows: NnIndices }): NnArray {
    return gatherRows(this.scope, { x: tensorOf(x), rows: deviceIndices(rows).tensor });
  }

  scatterAddRows({ dy, rows, into }: { dy: NnArray; rows: NnIndices; into: NnArray }): void {
    const [x, out] = [tensorOf(dy), tensorOf(into)];
    const [n, d] = matrixSize('scatterAddRows into', out);
    const k = rows.values.length;
    if (x.shape[0] !== k) throw new ShapeError('scatterAddRows dy', x.shape, [k, d]);
    scatterAddRows(this.scope, { x, plan: deviceIndices(rows).plan(n), into: out });
  }

  unitNormalise(x: NnArray): { unit: NnArray; norm: NnArray } {
    return unitNormalise(this.scope, { x: tensorOf(x) });
  }

  unitNormaliseBackward(a: { unit: NnArray; norm: NnArray; dy: NnArray }): NnArray {
    const inputs = { unit: tensorOf(a.unit), norm: tensorOf(a.norm), du: tensorOf(a.dy) };
    return unitNormaliseBackward(this.scope, inputs);
  }

  sumOfSquares(arrays: readonly NnArray[]): NnArray {
    return sumSquaresOfAll(this.scope, arrays.map(tensorOf));
  }

  adam({ scale, clip, start, ...update }: AdamUpdate): void {
    const { w, m, v, gradient, ...settings } = update;
    adam(this.scope, {
      ...settings,
      w: tensorOf(w),
      m: tensorOf(m),
      v: tensorOf(v),
      gradient: tensorOf(gradient),
      start: start && tensorOf(start),
      clipScale: scale ?? 1,
      clip: clip && { sumOfSquares: tensorOf(clip.sumOfSquares), maxNorm: clip.maxNorm },
    });
  }
}

function attentionTensors({ q, k, v, texts, heads, dropout }: AttentionInputs) {
  const rows = tensorOf(q);
  const [n] = matrixSize('attention q', rows);
  assertTexts(texts, n);
  const { tensor: offsets } = deviceIndices(texts);
  return { q: rows, k: tensorOf(k), v: tensorOf(v), offsets, heads, dropout };
}
