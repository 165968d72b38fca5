import { identity } from './matrix';

/** Relative change of an iterate below which the next is exact: convergence is quadratic. */
const ARRIVED = 1e-8;

/** Scaling is for iterates far from orthogonal; near them plain Newton is quadratic. */
const NEAR = 1e-2;

/** Scaled iterations that a condition of 1e16 takes are 9 or 10; a matrix without an inverse may take more. */
const MOST = 40;

/**
 * The orthogonal matrix next to `a` `[d, d]`, `U V^T` of `a = U S V^T`, which maximises `tr(Q^T a)` (Schönemann 1966):
 * the orthogonal polar factor, by Newton's iteration `X <- (g X + X^-T / g) / 2` with the scaling of Higham
 * (1986). Half the time of a singular value decomposition and as accurate. Of a matrix without an
 * inverse it is one of those that are equally near; of 0 the identity.
 */
export function nearestOrthogonal(a: Float64Array, d: number): Float64Array {
  const size = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (size === 0) return identity(d);
  let x = a.map((value) => value / size); // squares of what is left neither over- nor underflow
  let scaled = true;
  for (let step = 0; step < MOST; step++) {
    const y = inverse(x, d);
    const g = scaled ? (normProduct(y, d) / normProduct(x, d)) ** 0.25 : 1;
    const next = new Float64Array(d * d);
    let [change, norm] = [0, 0];
    for (let i = 0; i < d; i++)
      for (let j = 0; j < d; j++) {
        const at = i * d + j;
        next[at] = 0.5 * (g * x[at]! + y[j * d + i]! / g);
        change += (next[at]! - x[at]!) ** 2;
        norm += next[at]! ** 2;
      }
    x = next;
    const relative = Math.sqrt(change / norm);
    // Only an unscaled step tells how near the iterate is.
    if (!scaled && relative < ARRIVED) break;
    if (relative < NEAR) scaled = false;
  }
  return x;
}

/**
 * The inverse of `a` by Gauss and Jordan with row exchanges. Where a pivot is 0, rounding of the largest entry
 * takes its place, so that a matrix without an inverse gets that of a neighbour.
 */
export function inverse(a: Float64Array, d: number): Float64Array {
  const x = a.slice();
  const least = Number.EPSILON * a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-290);
  const exchanged = new Uint32Array(d);
  for (let p = 0; p < d; p++) {
    exchanged[p] = largestBelow(x, d, p);
    swapRows(x, d, p, exchanged[p]!);
    const at = p * d;
    const pivot = Math.abs(x[at + p]!) > 0 ? x[at + p]! : least;
    x[at + p] = 1;
    for (let j = 0; j < d; j++) x[at + j]! /= pivot;
    for (let i = 0; i < d; i++) if (i !== p) eliminate(x, d, i * d, at, p);
  }
  for (let p = d - 1; p >= 0; p--) swapColumns(x, d, p, exchanged[p]!);
  return x;
}

function eliminate(x: Float64Array, d: number, row: number, pivotRow: number, p: number): void {
  const factor = x[row + p]!;
  if (factor === 0) return;
  x[row + p] = 0;
  for (let j = 0; j < d; j++) x[row + j]! -= factor * x[pivotRow + j]!;
}

function largestBelow(x: Float64Array, d: number, p: number): number {
  let best = p;
  for (let i = p + 1; i < d; i++)
    if (Math.abs(x[i * d + p]!) > Math.abs(x[best * d + p]!)) best = i;
  return best;
}

function swapRows(x: Float64Array, d: number, a: number, b: number): void {
  if (a === b) return;
  const kept = x.slice(a * d, (a + 1) * d);
  x.copyWithin(a * d, b * d, (b + 1) * d);
  x.set(kept, b * d);
}

function swapColumns(x: Float64Array, d: number, a: number, b: number): void {
  if (a === b) return;
  for (let i = 0; i < d; i++) [x[i * d + a], x[i * d + b]] = [x[i * d + b]!, x[i * d + a]!];
}

/** Product of the largest column sum and the largest row sum of absolute values. */
function normProduct(x: Float64Array, d: number): number {
  const columns = new Float64Array(d);
  let most = 0;
  for (let i = 0; i < d; i++) {
    let row = 0;
    for (let j = 0; j < d; j++) {
      const value = Math.abs(x[i * d + j]!);
      row += value;
      columns[j]! += value;
    }
    most = Math.max(most, row);
  }
  return most * Math.max(...columns);
}
