import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
import { randomSigned, relativeError, worstError } from '../gpu/testing';
import { fusedOtCpu } from '../kernels/fusedOt.cpu';
import { maxSimCpu } from '../kernels/maxSim.cpu';
import type { OtSettings } from '../kernels/otProblem';
import { raggedLayout } from '../kernels/ragged';
import { maxSimWasm, solveWasm, usesRelaxedSimd } from '../wasm';

// Node 20 knows relaxed SIMD behind this flag, later versions without it.
setFlagsFromString('--experimental-wasm-relaxed-simd');

test('the fused module is chosen where it can run, and is as right as the other', () => {
  expect(usesRelaxedSimd()).toBe(true);
  const [rowCounts, columnCounts, d] = [[24, 9], [37, 5], 19];
  const layout = raggedLayout(rowCounts, columnCounts);
  const x = randomSigned(33 * d, 424242);
  const y = randomSigned(42 * d, 777);
  const batch = { x, y, d, rowCounts, columnCounts };
  const settings: OtSettings[] = [
    { eps: 0.05, iterations: 40 },
    { eps: 0.005, iterations: 40 },
    { eps: 0.05, iterations: 40, schedule: { kind: 'geometric', from: 1, factor: 0.8 } },
    { eps: 0.05, iterations: 40, marginals: { kind: 'partial', mass: 0.5 } },
  ];
  for (const one of settings) {
    const got = solveWasm(batch, one, { gradient: true, plan: true });
    const want = fusedOtCpu({ ...batch, layout }, one);
    expect(relativeError(got.gradient!, want.gradient)).toBeLessThan(3e-6);
    expect(worstError(got.plan!, want.plan)).toBeLessThan(1e-6);
    expect(Math.abs(got.status[0]! / want.status[0]! - 1)).toBeLessThan(1e-6);
  }
});

test('MaxSim with it', () => {
  const host = {
    d: 19,
    queries: randomSigned(13 * 19, 31),
    queryOffsets: Uint32Array.of(0, 5, 13),
    documents: randomSigned(20 * 19, 4321),
    documentOffsets: Uint32Array.of(0, 9, 9, 20),
  };
  expect(worstError(maxSimWasm(host), maxSimCpu(host))).toBeLessThan(2e-6);
});
