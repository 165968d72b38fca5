import { describe, expect } from 'vitest';
import { gpuTest, randomSigned, relativeError, testGpu, worstError } from '../gpu/testing';
import { fusedOtCpu, type OtHostBatch, raggedLayout, readStatus } from '../kernels';
import { divergence } from './divergence';
import { openOtEngine } from './openOtEngine';

const SIZES = [
  [3, 5],
  [70, 9],
  [12, 14],
  [1, 66],
  [1, 1],
] as const;
const D = 12;

function batchOf(sizes: readonly (readonly [number, number])[] = SIZES): OtHostBatch {
  const [rowCounts, columnCounts] = [sizes.map(([n]) => n), sizes.map(([, m]) => m)];
  const { rows, columns } = raggedLayout(rowCounts, columnCounts);
  const x = randomSigned(rows * D, 4_001);
  return { x, y: randomSigned(columns * D, 90_001), d: D, rowCounts, columnCounts };
}

describe.each(['wgsl', 'wasm'] as const)('the %s engine', (prefer) => {
  const open = async () => openOtEngine({ gpu: await testGpu(), prefer });

  gpuTest('solves small and large problems of one batch like float64', async () => {
    const batch = batchOf();
    const settings = { eps: 0.1, iterations: 20 };
    const engine = await open();
    const got = await engine.solve(batch, settings, { gradient: true, plan: true });
    engine.close();
    const layout = raggedLayout(batch.rowCounts, batch.columnCounts);
    const want = fusedOtCpu({ ...batch, layout }, settings);
    for (let b = 0; b < layout.count; b++) {
      const [found, sought] = [readStatus(got.status, b), readStatus(want.status, b)];
      expect(Math.abs(found.loss - sought.loss) / sought.loss).toBeLessThan(2e-6);
      expect(Math.abs(found.rowError - sought.rowError)).toBeLessThan(2e-6);
      expect(found.iterations).toBe(20);
    }
    expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(5e-6);
    expect(relativeError(got.plan!, want.plan)).toBeLessThan(5e-6);
    expect(worstError(got.potentials, want.potentials)).toBeLessThan(2e-6);
  });

  gpuTest('does not cancel squared distances of vectors far from the origin', async () => {
    const near = batchOf([
      [5, 7],
      [66, 3],
    ]);
    const far = { ...near, x: near.x.map((v) => v + 64), y: near.y.map((v) => v + 64) };
    const settings = { eps: 0.5, iterations: 10, cost: 'squared-euclidean' } as const;
    const engine = await open();
    const got = await engine.solve(far, settings, { gradient: true });
    engine.close();
    const layout = raggedLayout(far.rowCounts, far.columnCounts);
    const want = fusedOtCpu({ ...far, layout }, settings);
    for (let b = 0; b < layout.count; b++) {
      const [found, sought] = [readStatus(got.status, b), readStatus(want.status, b)];
      expect(Math.abs(found.loss / sought.loss - 1)).toBeLessThan(2e-6);
    }
    expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(5e-6);
  });

  gpuTest('has a divergence of 0 from itself, positive to others, with its gradient', async () => {
    const settings = { eps: 0.2, iterations: 200, tolerance: 1e-6 };
    const engine = await open();
    const { x, d } = batchOf([[6, 6]]);
    const same = { x, y: x, d, rowCounts: [6], columnCounts: [6] };
    const self = await divergence(engine, same, settings);
    expect(Math.abs(self.value[0]!)).toBeLessThan(2e-6);
    const other = batchOf([[6, 5]]);
    const { value, gradient } = await divergence(engine, other, settings);
    expect(value[0]!).toBeGreaterThan(0.01);
    const direction = randomSigned(gradient.length, 700_001);
    const moved = async (h: number) => {
      const y = other.y.map((v, k) => v + h * direction[k]!);
      return (await divergence(engine, { ...other, y }, settings)).value[0]!;
    };
    const slope = ((await moved(0.02)) - (await moved(-0.02))) / 0.04;
    const along = gradient.reduce((sum, g, k) => sum + g * direction[k]!, 0);
    engine.close();
    expect(Math.abs(slope - along)).toBeLessThan(5e-3 * Math.abs(along) + 1e-4);
  });

  gpuTest('refuses what makes no sense before anything is solved', async () => {
    const engine = await open();
    const batch = batchOf([[2, 2]]);
    const bad = { ...batch, x: batch.x.with(3, Number.NaN) };
    await expect(engine.solve(bad, { eps: 0.1, iterations: 1 })).rejects.toThrow(
      'solve x: row 0, dimension 3: expected a finite number up to 100000000000000000, got NaN',
    );
    await expect(engine.solve(batch, { eps: 0, iterations: 1 })).rejects.toThrow('eps');
    engine.close();
  });
});

gpuTest('auto chooses on this software adapter and says why', async () => {
  const engine = await openOtEngine({ gpu: await testGpu() });
  expect(engine.why).toMatch(/is a CPU: WASM [\d.]+ ms, WGSL [\d.]+ ms/);
  engine.close();
  const without = await openOtEngine();
  expect([without.kind, without.why]).toEqual(['wasm', 'no WebGPU device']);
  without.close();
});
