import { expect, test } from 'vitest';
import { fusedOtCpu, raggedLayout } from '../src/kernels';
import { STATUS, STATUS_SIZE } from '../src/kernels/otProblem';
import { makeWorkload, type TransportWorkload } from './workload';
import { W1S_FLOAT64 } from './workloadReference';

// Checksums (FNV-1a of the bytes) of what the harness's own generator makes: x or queries, y or documents.
test.each([
  ['W1', 2908786988, 3030880539],
  ['W1r', 610936704, 225311783],
  ['W1s', 417133923, 2248848215],
  ['W2', 1340720065, 1564604173],
  ['W3', 1721506705, 4235702117],
])('%s is what the harness makes, bit for bit', (name, first, second) => {
  const made = makeWorkload(name);
  const arrays = made.kind === 'ot' ? [made.x, made.y] : [made.queries, made.documents];
  expect(arrays.map(checksum)).toEqual([first, second]);
});

test('W1r has the lengths of the harness', () => {
  const { rowCounts, columnCounts } = makeWorkload('W1r') as TransportWorkload;
  expect([rowCounts, columnCounts].map(checksum)).toEqual([3760248554, 957149838]);
});

test('there is no W9', () => {
  expect(() => makeWorkload('W9')).toThrow('no workload W9');
});

test('the recorded losses and gradients of W1s are those of float64', () => {
  const { x, y, d, eps, iterations, rowCounts, columnCounts } = makeWorkload(
    'W1s',
  ) as TransportWorkload;
  const layout = raggedLayout(rowCounts, columnCounts);
  const { status, gradient } = fusedOtCpu({ x, y, d, layout }, { eps, iterations });
  for (const b of [0, 1, 2]) {
    expect(status[b * STATUS_SIZE + STATUS.loss]).toBeCloseTo(W1S_FLOAT64.loss[b]!, 12);
    const part = gradient.subarray(b * 32 * d, (b + 1) * 32 * d);
    const norm = part.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(norm).toBeCloseTo(W1S_FLOAT64.g1[b]!, 12);
  }
});

function checksum({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261) >>> 0;
}
