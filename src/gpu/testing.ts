import { test } from 'vitest';
import type { Gpu } from './gpu';
import { openGpu } from './openGpu';
import type { Scope } from './scope';

// One device per test file: a second Dawn instance in one process crashed the Vitest worker.
let opening: Promise<{ api: GPU; gpu: Gpu }> | undefined;

async function open(): Promise<{ api: GPU; gpu: Gpu }> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const api = create([]); // kept alive with the device it made
  return { api, gpu: await openGpu(api, 97) }; // a small grid limit, so that every kernel test folds
}

/** The device of this test file; fails with the reason where there is no adapter. */
export async function testGpu(): Promise<Gpu> {
  opening ??= open();
  return (await opening).gpu;
}

/** A Vitest test with a scope of its own; it fails on any GPU validation error and on any leaked byte. */
export const gpuTest = test.extend<{ scope: Scope }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads fixture dependencies from this pattern
  scope: async ({}, use) => {
    const gpu = await testGpu();
    const before = gpu.liveBytes;
    gpu.device.pushErrorScope('validation');
    {
      using scope = gpu.scope();
      await use(scope);
    }
    const problem = await gpu.device.popErrorScope();
    if (problem) throw new Error(problem.message);
    if (gpu.liveBytes !== before) throw new Error(`${gpu.liveBytes - before} bytes leaked`);
  },
});

/** `length` values in (0, 1), the same on every machine. */
export function randomUniform(length: number, seed: number): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  });
}

/** `length` values in (-1, 1), the same on every machine. */
export function randomSigned(length: number, seed: number): Float32Array<ArrayBuffer> {
  return randomUniform(length, seed).map((value) => 2 * value - 1);
}

/** `rows` unit vectors of length `d`, row-major. */
export function randomUnit(rows: number, d: number, seed: number): Float32Array<ArrayBuffer> {
  const values = randomSigned(rows * d, seed);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * d, (row + 1) * d);
    const norm = Math.hypot(...part);
    part.forEach((value, k) => {
      part[k] = value / norm;
    });
  }
  return values;
}

/** The largest absolute difference; a NaN or a length mismatch counts as infinite. */
export function worstError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    const error = Math.abs(got[i]! - want[i]!);
    worst = error <= worst ? worst : Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}

/** Frobenius norm of the difference over that of `want`; a NaN counts as infinite. */
export function relativeError(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < want.length; i++) {
    difference += (got[i]! - want[i]!) ** 2;
    norm += want[i]! ** 2;
  }
  const error = Math.sqrt(difference / Math.max(norm, 1e-300));
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}
