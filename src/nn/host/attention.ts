import { ShapeError } from '../../gpu';
import {
  attentionDropoutIndex,
  dropoutKeeps,
  dropoutStream,
  dropoutThreshold,
} from '../../kernels';
import type { AttentionInputs, HostValues } from '../types';
import { expectShape, matrixSize, valuesOf } from './array';

export interface AttentionHost {
  readonly q: HostValues;
  readonly k: HostValues;
  readonly v: HostValues;
  /** Offsets `[texts + 1]`. */
  readonly texts: Uint32Array;
  readonly heads: number;
  readonly width: number;
  readonly dropout?: { readonly rate: number; readonly seed: number } | undefined;
}

/**
 * Values and sizes of `NnOps.attention`'s inputs.
 *
 * @throws ShapeError if shapes differ, heads do not divide the width, or texts do not rise from 0 to n.
 */
export function attentionHost(a: AttentionInputs): AttentionHost & { readonly n: number } {
  const [n, width] = matrixSize('attention q', a.q);
  expectShape('attention k', a.k, [n, width]);
  expectShape('attention v', a.v, [n, width]);
  const { heads, dropout } = a;
  const texts = a.texts.values;
  if (!(Number.isInteger(heads) && heads >= 1 && width % heads === 0))
    throw new ShapeError('attention heads', [heads], [width]);
  let fine = texts[0] === 0 && texts[texts.length - 1] === n;
  for (let t = 1; t < texts.length; t++) fine &&= texts[t]! >= texts[t - 1]!;
  if (!fine) throw new ShapeError('attention texts', [...texts.slice(-1)], [n]);
  const [q, k, v] = [valuesOf(a.q), valuesOf(a.k), valuesOf(a.v)];
  return { q, k, v, texts, heads, width, n, dropout };
}

/** Probabilities of one text and head, `[tokens, tokens]`, before and after dropout. */
class Probabilities {
  before = new Float64Array(0);
  after = new Float64Array(0);
  readonly #drop: { stream: number; threshold: number; keep: number } | undefined;

  constructor(private readonly a: AttentionHost) {
    if (!a.dropout) return;
    const { rate, seed } = a.dropout;
    const threshold = dropoutThreshold(rate);
    this.#drop = { stream: dropoutStream(seed), threshold, keep: 1 / (1 - rate) };
  }

  /** Fills both for the text of rows `first` .. `first + count - 1`; gives each row's log sum to `logSum`. */
  fill(first: number, count: number, head: number, logSum?: HostValues): void {
    const { q, k, heads, width } = this.a;
    if (this.before.length < count * count) {
      this.before = new Float64Array(count * count);
      this.after = this.#drop ? new Float64Array(count * count) : this.before;
    }
    const { before } = this;
    const d = width / heads;
    const scale = 1 / Math.sqrt(d);
    for (let i = 0; i < count; i++) {
      const [from, at] = [(first + i) * width + head * d, i * count];
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < count; j++) {
        const to = (first + j) * width + head * d;
        let dot = 0;
        for (let c = 0; c < d; c++) dot += q[from + c]! * k[to + c]!;
        dot *= scale;
        before[at + j] = dot;
        if (dot > top) top = dot;
      }
      let sum = 0;
      for (let j = 0; j < count; j++) {
        const p = Math.exp(before[at + j]! - top);
        before[at + j] = p;
        sum += p;
      }
      for (let j = 0; j < count; j++) before[at + j]! /= sum;
      if (logSum) logSum[(first + i) * heads + head] = top + Math.log(sum);
      if (this.#drop) this.#dropRow(first + i, at, count, head);
    }
  }

  #dropRow(row: number, at: number, count: number, head: number): void {
    const { stream, threshold, keep } = this.#drop!;
    const base = attentionDropoutIndex(row, this.a.heads, head, 0);
    for (let j = 0; j < count; j++)
      this.after[at + j] = dropoutKeeps(base + j, stream, threshold)
        ? keep * this.before[at + j]!
        : 0;
  }

  /** Takes a gradient of the dropped probabilities to one of the scores: `p (g - sum p g)`, in place. */
  backward(gradient: Float64Array, count: number): void {
    const { before, after } = this;
    for (let at = 0; at < count * count; at += count) {
      let along = 0;
      for (let j = at; j < at + count; j++) along += after[j]! * gradient[j]!;
      for (let j = at; j < at + count; j++)
        gradient[j] = after[j]! * gradient[j]! - before[j]! * along;
    }
  }
}

function* textsAndHeads({ texts, heads }: AttentionHost): Generator<[number, number, number]> {
  for (let t = 0; t + 1 < texts.length; t++) {
    const count = texts[t + 1]! - texts[t]!;
    for (let head = 0; head < heads && count > 0; head++) yield [texts[t]!, count, head];
  }
}

/** See `NnOps.attention`; fills `y` `[n, width]` and `logSum` `[n, heads]`, sums in float64. */
export function attention(a: AttentionHost, y: HostValues, logSum: HostValues): void {
  const p = new Probabilities(a);
  const d = a.width / a.heads;
  const sums = new Float64Array(d);
  for (const [first, count, head] of textsAndHeads(a)) {
    p.fill(first, count, head, logSum);
    const base = first * a.width + head * d;
    for (let i = 0; i < count; i++) {
      sums.fill(0);
      for (let j = 0; j < count; j++)
        addRow(sums, p.after[i * count + j]!, a.v, base + j * a.width);
      putRow(sums, 1, y, base + i * a.width);
    }
  }
}

export interface AttentionGradients {
  readonly dq: HostValues;
  readonly dk: HostValues;
  readonly dv: HostValues;
}

/** Fills `dq`, `dk`, `dv` `[n, width]`. The probabilities are computed again, with their exact sums. */
export function attentionBackward(a: AttentionHost, dy: HostValues, out: AttentionGradients): void {
  const p = new Probabilities(a);
  const { q, k, v, width } = a;
  const d = width / a.heads;
  const scale = 1 / Math.sqrt(d);
  const sums = new Float64Array(d);
  let g = new Float64Array(0);
  for (const [first, count, head] of textsAndHeads(a)) {
    p.fill(first, count, head);
    if (g.length < count * count) g = new Float64Array(count * count);
    const base = first * width + head * d;
    const row = (i: number) => base + i * width;
    for (let j = 0; j < count; j++) {
      sums.fill(0);
      for (let i = 0; i < count; i++) {
        addRow(sums, p.after[i * count + j]!, dy, row(i));
        g[i * count + j] = dot(dy, row(i), v, row(j), d);
      }
      putRow(sums, 1, out.dv, row(j));
    }
    p.backward(g, count);
    for (let i = 0; i < count; i++) {
      sums.fill(0);
      for (let j = 0; j < count; j++) addRow(sums, g[i * count + j]!, k, row(j));
      putRow(sums, scale, out.dq, row(i));
      sums.fill(0);
      for (let j = 0; j < count; j++) addRow(sums, g[j * count + i]!, q, row(j));
      putRow(sums, scale, out.dk, row(i));
    }
  }
}

function addRow(sums: Float64Array, scale: number, x: HostValues, at: number): void {
  for (let c = 0; c < sums.length; c++) sums[c]! += scale * x[at + c]!;
}

function putRow(sums: Float64Array, scale: number, out: HostValues, at: number): void {
  for (let c = 0; c < sums.length; c++) out[at + c] = scale * sums[c]!;
}

function dot(x: HostValues, from: number, y: HostValues, to: number, d: number): number {
  let sum = 0;
  for (let c = 0; c < d; c++) sum += x[from + c]! * y[to + c]!;
  return sum;
}
