import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

// Dense row-major float64 matrices; decompositions by ml-matrix, products in loops that are 3 times as fast.

/** Rows of `addOuter` that stay in cache while all of `into` is passed over. */
const BLOCK = 64;

/** `into += f0 b[at] + f1 b[at + m] + f2 b[at + 2m] + f3 b[at + 3m]` on rows of length m; one store for four products. */
function addFour(
  into: Float64Array,
  o: number,
  m: number,
  factors: Float64Array,
  b: Float64Array,
  at: number,
): void {
  const f0 = factors[0]!;
  const f1 = factors[1]!;
  const f2 = factors[2]!;
  const f3 = factors[3]!;
  const [b1, b2, b3] = [at + m, at + 2 * m, at + 3 * m];
  for (let j = 0; j < m; j++)
    into[o + j]! += f0 * b[at + j]! + f1 * b[b1 + j]! + f2 * b[b2 + j]! + f3 * b[b3 + j]!;
}

function addOne(into: Float64Array, o: number, m: number, f: number, b: Float64Array, at: number) {
  for (let j = 0; j < m; j++) into[o + j]! += f * b[at + j]!;
}

/** `a b`, `[n, m]`: a `[n, k]`, b `[k, m]`. */
export function product(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const [n, m] = [a.length / k, b.length / k];
  const c = new Float64Array(n * m);
  const factors = new Float64Array(4);
  for (let i = 0; i < n; i++) {
    let l = 0;
    for (; l + 4 <= k; l += 4) {
      for (let u = 0; u < 4; u++) factors[u] = a[i * k + l + u]!;
      addFour(c, i * m, m, factors, b, l * m);
    }
    for (; l < k; l++) addOne(c, i * m, m, a[i * k + l]!, b, l * m);
  }
  return c;
}

/** `into += a^T b`, `[p, q]`: a `[n, p]`, b `[n, q]`. */
export function addOuter(into: Float64Array, a: Float64Array, b: Float64Array, p: number): void {
  const n = a.length / p;
  const q = into.length / p;
  const factors = new Float64Array(4);
  for (let first = 0; first < n; first += BLOCK) {
    const end = Math.min(n, first + BLOCK);
    for (let i = 0; i < p; i++) {
      let r = first;
      for (; r + 4 <= end; r += 4) {
        for (let u = 0; u < 4; u++) factors[u] = a[(r + u) * p + i]!;
        addFour(into, i * q, q, factors, b, r * q);
      }
      for (; r < end; r++) addOne(into, i * q, q, a[r * p + i]!, b, r * q);
    }
  }
}

/** `a^T`, `[m, n]`: a `[n, m]`. */
export function transpose(a: Float64Array, m: number): Float64Array {
  const n = a.length / m;
  const t = new Float64Array(a.length);
  for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) t[j * n + i] = a[i * m + j]!;
  return t;
}

/** `a v`: a `[n, k]`, v `[k]`. */
export function timesVector(a: Float64Array, v: Float64Array): Float64Array {
  return product(a, v, v.length);
}

/** `[d, d]`. */
export function identity(d: number): Float64Array {
  const one = new Float64Array(d * d);
  for (let k = 0; k < d; k++) one[k * d + k] = 1;
  return one;
}

/** Sum of the diagonal. */
export function trace(a: Float64Array, d: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += a[k * d + k]!;
  return sum;
}

/** The sum of the products of corresponding entries, `tr(a^T b)`. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** `a + scale * b`. */
export function sum(a: Float64Array, b: Float64Array, scale = 1): Float64Array {
  return a.map((value, k) => value + scale * b[k]!);
}

/** Multiplies column k by `factors[k]`. */
export function scaleColumns(a: Float64Array, factors: Float64Array): Float64Array {
  return a.map((value, k) => value * factors[k % factors.length]!);
}

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** `[d, d]`, eigenvector k in column k. */
  readonly vectors: Float64Array;
}

/** Eigenvalues and eigenvectors of the symmetric `a` `[d, d]`. */
export function symmetricEigen(a: Float64Array, d: number): SymmetricEigen {
  const found = new EigenvalueDecomposition(Matrix.from1DArray(d, d, a), { assumeSymmetric: true });
  return {
    values: Float64Array.from(found.realEigenvalues),
    vectors: Float64Array.from(found.eigenvectorMatrix.to1DArray()),
  };
}

/** `V f(values) V^T`. */
export function spectral(
  { values, vectors }: SymmetricEigen,
  f: (value: number) => number,
): Float64Array {
  const d = values.length;
  return product(scaleColumns(vectors, values.map(f)), transpose(vectors, d), d);
}
