/** Float64 twin of `stridedMatmul` for plain row-major `a` `[n, inner]` and `b` `[inner, m]`. */
export function matmulCpu(
  a: Float32Array,
  b: Float32Array,
  [n, inner, m]: readonly [number, number, number],
): Float64Array {
  const y = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      for (let p = 0; p < inner; p++) y[i * m + j]! += a[i * inner + p]! * b[p * m + j]!;
    }
  }
  return y;
}

/** `[rows, columns]` turned into `[columns, rows]`. */
export function transposeCpu(a: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from({ length: a.length }, (_, at) => {
    const [column, row] = [Math.floor(at / rows), at % rows];
    return a[row * columns + column]!;
  });
}
