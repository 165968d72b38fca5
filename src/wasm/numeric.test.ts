import { expect, test } from 'vitest';
import { EngineMemory } from './memory';

const memory = new EngineMemory();

function applied(name: 'exp2Values' | 'log2Values', values: Float32Array): Float32Array {
  memory.reserve(memory.base + values.byteLength, 'test');
  memory.put(memory.base, values);
  memory.exports[name](memory.base, values.length);
  return memory.view(memory.base, values.length).slice();
}

test('2^t has a relative error below 2e-7 from -126 to 126', () => {
  const t = Float32Array.from({ length: 100_000 }, (_, at) => -126 + (252 * at) / 99_999);
  const got = applied('exp2Values', t);
  let worst = 0;
  t.forEach((exponent, at) => {
    worst = Math.max(worst, Math.abs(got[at]! / 2 ** exponent - 1));
  });
  expect(worst).toBeLessThan(2e-7); // measured 8.5e-8
});

test('2^t is 0 far below the normal numbers and finite far above', () => {
  const got = applied('exp2Values', Float32Array.of(-127, -1e30, -Infinity, 0, 1, 127, 1e30, 3e38));
  expect([...got]).toEqual([0, 0, 0, 1, 2, 2 ** 126, 2 ** 126, 2 ** 126]);
});

test('log2 has an absolute error below 6e-8 + 2e-7 |log2 x| over all normal numbers', () => {
  const x = Float32Array.from({ length: 100_000 }, (_, at) => 2 ** (-126 + (253.9 * at) / 99_999));
  x.set([1, 0.99999994, 1.0000001, 2, Math.SQRT1_2, Math.SQRT2]);
  const got = applied('log2Values', x);
  let worst = 0;
  x.forEach((value, at) => {
    const want = Math.log2(value);
    worst = Math.max(worst, Math.abs(got[at]! - want) / (6e-8 + 2e-7 * Math.abs(want)));
  });
  expect(worst).toBeLessThan(1);
});
