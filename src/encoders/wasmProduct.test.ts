import { expect, test } from 'vitest';
import { openWasmProduct } from './wasmProduct';

const product = await openWasmProduct({ threads: 1, wasmPaths: 'package' });

test.each([
  [1, 1, 1],
  [3, 5, 7],
  [33, 65, 128],
])('multiplies %i x %i rows of %i as float64 does', async (n, m, d) => {
  const a = Float32Array.from({ length: n * d }, (_, k) => Math.sin(k + 1));
  const b = Float32Array.from({ length: m * d }, (_, k) => Math.cos(3 * k + 2));
  const got = await product(a, b, d);
  expect(got).toHaveLength(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let want = 0;
      for (let k = 0; k < d; k++) want += a[i * d + k]! * b[j * d + k]!;
      expect(Math.abs(got[i * m + j]! - want)).toBeLessThan(1e-5);
    }
  }
});

test('an empty side gives an empty product', async () => {
  expect(await product(new Float32Array(), new Float32Array(4), 4)).toHaveLength(0);
});
