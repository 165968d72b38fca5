import { expect, test } from 'vitest';
import type { Gpu } from '../gpu';
import { memoryLimits } from './memoryLimits';

const limits = { maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 27 };
const gpu = { device: { limits }, maxTensorBytes: 2 ** 27 } as unknown as Gpu;

test('on a device the buffer is known, the total is not', () => {
  expect(memoryLimits('wgsl', gpu, { deviceMemory: 8 })).toEqual({
    ...limits,
    budget: Number.POSITIVE_INFINITY,
    why: 'the adapter binds 0.125 GiB in one buffer; WebGPU tells no total',
  });
});

test.each([
  [{ deviceMemory: 8 }, 4, '4 GiB on the host: the browser tells of 8 GiB, half of it is taken'],
  [{ deviceMemory: 0.5 }, 0.25, '0.25 GiB on the host: the browser tells of 0.5 GiB, half of it'],
  [{}, 2, 'the browser does not tell how much memory there is, half of 4 GiB is taken'],
])('on the host half of %j', (told, gib, why) => {
  const { budget, why: said } = memoryLimits('wasm', gpu, told);
  expect(budget).toBe(gib * 2 ** 30);
  expect(said).toContain(why);
});
