import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addOuter, identity, product, spectral, symmetricEigen, trace, transpose } from './matrix';
import { farthest, normals } from './plantedTesting';

function naive(a: Float64Array, b: Float64Array, n: number, k: number, m: number): Float64Array {
  return Float64Array.from({ length: n * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[l * m + j]!;
    return sum;
  });
}

const size = fc.integer({ min: 1, max: 11 });

describe('products', () => {
  test('product is the sum over the inner index, at sizes that are no multiple of 4', () => {
    fc.assert(
      fc.property(size, size, size, fc.integer(), (n, k, m, seed) => {
        const [a, b] = [normals(n * k, seed), normals(k * m, seed + 1)];
        expect(farthest(product(a, b, k), naive(a, b, n, k, m))).toBeLessThan(1e-13);
      }),
    );
  });

  test('addOuter adds a^T b across the blocks of 64 rows', () => {
    for (const n of [1, 3, 4, 63, 64, 65, 131]) {
      const [a, b] = [normals(n * 3, n), normals(n * 5, 7000 + n)];
      const into = new Float64Array(15).fill(10);
      addOuter(into, a, b, 3);
      const want = naive(transpose(a, 3), b, 3, n, 5).map((value) => value + 10);
      expect(farthest(into, want), `${n} rows`).toBeLessThan(1e-12);
    }
  });

  test('no rows add nothing', () => {
    const into = Float64Array.of(1, 2);
    addOuter(into, new Float64Array(), new Float64Array(), 1);
    expect([...into]).toEqual([1, 2]);
  });
});

describe('decompositions', () => {
  test('V diag(values) V^T is the matrix, V orthogonal, values ascending', () => {
    fc.assert(
      fc.property(size, fc.integer(), (d, seed) => {
        const half = normals(d * d, seed);
        const a = product(half, transpose(half, d), d);
        const eigen = symmetricEigen(a, d);
        expect(
          farthest(
            spectral(eigen, (value) => value),
            a,
          ),
        ).toBeLessThan(1e-11 * trace(a, d));
        const gram = product(transpose(eigen.vectors, d), eigen.vectors, d);
        expect(farthest(gram, identity(d))).toBeLessThan(1e-12);
        expect(eigen.values).toEqual(eigen.values.toSorted());
      }),
      { numRuns: 30 },
    );
  });
});
