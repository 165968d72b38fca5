import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import { testProducts } from './gemmTesting';
import { usesRelaxedSimd } from './module';

// Node 20 knows relaxed SIMD behind this flag, later versions without it.
setFlagsFromString('--experimental-wasm-relaxed-simd');

testProducts('multiply and add fused');

test('the fused module is the one under test', () => {
  expect(usesRelaxedSimd()).toBe(true);
});
