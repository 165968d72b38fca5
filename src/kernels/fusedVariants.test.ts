import { describe, expect, test } from 'vitest';
import type { AdapterSummary, Gpu } from '../gpu';
import { gpuTest } from '../gpu/testing';
import { fusedOt } from './fusedOt';
import { fusedOtRegister } from './fusedOtRegister';
import {
  chooseFusedVariant,
  type FusedVariant,
  fallbackVariant,
  fusedSolver,
  fusedVariant,
  type VariantMemory,
  variantKey,
} from './fusedVariants';

const HARDWARE: AdapterSummary = {
  vendor: 'acme',
  architecture: 'gen-1',
  device: '',
  description: 'Acme 9000',
  software: false,
};

/** Choosing reads nothing of a device but its adapter and its limits; no dispatch is made here. */
function gpuOf(adapter: Partial<AdapterSummary>): Gpu {
  const device = { limits: { maxComputeWorkgroupStorageSize: 16_384 } };
  return { adapter: { ...HARDWARE, ...adapter }, device } as unknown as Gpu;
}

function memoryOf(entries: readonly (readonly [string, string])[] = []) {
  const map = new Map(entries);
  const memory: VariantMemory = {
    get: async (key) => map.get(key),
    set: async (key, value) => map.set(key, value),
  };
  return { map, memory };
}

/** A measurement that gives listed times per variant, and the order in which it was asked. */
function clock(times: Readonly<Record<FusedVariant, readonly number[]>>) {
  const asked: FusedVariant[] = [];
  const measure = async (_: Gpu, variant: FusedVariant) => {
    asked.push(variant);
    return times[variant][asked.filter((one) => one === variant).length - 1]!;
  };
  return { asked, measure };
}

const unasked = async (): Promise<number> => {
  throw new Error('measured without need');
};

describe('chooseFusedVariant', () => {
  test('measures in turns, takes the lesser median and remembers it under the adapter', async () => {
    const [gpu, { map, memory }] = [gpuOf({}), memoryOf()];
    // One slow tile and one fast register do not decide.
    const { asked, measure } = clock({ tile: [5, 90, 6], register: [9, 8, 1] });
    expect(await chooseFusedVariant(gpu, memory, measure)).toBe('tile');
    expect(asked).toEqual(['tile', 'register', 'tile', 'register', 'tile', 'register']);
    expect([...map]).toEqual([['fused transport kernel 1: acme/gen-1//Acme 9000', 'tile']]);
    expect(fusedVariant(gpu)).toBe('tile');
  });

  test('believes what it remembers for this adapter, and only for this one', async () => {
    const { memory } = memoryOf([[variantKey(HARDWARE), 'tile']]);
    expect(await chooseFusedVariant(gpuOf({}), memory, unasked)).toBe('tile');
    const { asked, measure } = clock({ tile: [3, 3, 3], register: [2, 2, 2] });
    const other = gpuOf({ architecture: 'gen-2' });
    expect(await chooseFusedVariant(other, memory, measure)).toBe('register');
    expect(asked.length).toBe(6);
  });

  test('every part of the adapter is in the key', () => {
    const keys = (['vendor', 'architecture', 'device', 'description'] as const).map((part) =>
      variantKey({ ...HARDWARE, [part]: 'another' }),
    );
    expect(new Set([variantKey(HARDWARE), ...keys]).size).toBe(5);
  });

  test('measures again where the memory holds nonsense or fails', async () => {
    const times = { tile: [2, 2, 2], register: [1, 1, 1] };
    const { memory } = memoryOf([[variantKey(HARDWARE), 'quantum']]);
    expect(await chooseFusedVariant(gpuOf({}), memory, clock(times).measure)).toBe('register');
    const broken: VariantMemory = {
      get: () => Promise.reject(new Error('no storage')),
      set: () => Promise.reject(new Error('no storage')),
    };
    expect(await chooseFusedVariant(gpuOf({}), broken, clock(times).measure)).toBe('register');
  });

  test.each([
    [true, 'tile'],
    [false, 'register'],
  ] as const)('falls back where it cannot measure: software %s -> %s', async (software, want) => {
    expect(fallbackVariant({ ...HARDWARE, software })).toBe(want);
    expect(await chooseFusedVariant(gpuOf({ software }), undefined, unasked)).toBe(want);
    const { map, memory } = memoryOf();
    expect(await chooseFusedVariant(gpuOf({ software }), memory, unasked)).toBe(want);
    const still = async () => 0; // a clock that stands still says nothing
    expect(await chooseFusedVariant(gpuOf({ software }), memory, still)).toBe(want);
    expect(await chooseFusedVariant(gpuOf({ software }), memory, async () => NaN)).toBe(want);
    expect(map.size).toBe(0);
    expect(fusedVariant(gpuOf({ software }))).toBe(want);
  });

  test('a choice without a memory does not outlive one with it', async () => {
    const gpu = gpuOf({});
    const { memory } = memoryOf([[variantKey(HARDWARE), 'tile']]);
    await chooseFusedVariant(gpu, memory, unasked);
    await chooseFusedVariant(gpu);
    expect(fusedVariant(gpu)).toBe('tile');
  });
});

test('problems that a tile cannot hold go to registers, whatever is faster', async () => {
  const gpu = gpuOf({});
  const { memory } = memoryOf([[variantKey(HARDWARE), 'tile']]);
  await chooseFusedVariant(gpu, memory, unasked);
  expect(fusedSolver(gpu, 32, 32)).toBe(fusedOt);
  expect(fusedSolver(gpu, 64, 64)).toBe(fusedOtRegister);
});

gpuTest('the real measurement runs both variants and leaves one choice', async ({ scope }) => {
  const { map, memory } = memoryOf();
  const variant = await chooseFusedVariant(scope.gpu, memory);
  expect([...map]).toEqual([[variantKey(scope.gpu.adapter), variant]]);
  expect(await chooseFusedVariant(scope.gpu, memory, unasked)).toBe(variant);
});
