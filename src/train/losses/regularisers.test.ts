import { describe, expect, test } from 'vitest';
import { gpuTest, randomSigned, relativeError, worstError } from '../../gpu/testing';
import { makeParameter, type NnOps, openHostNn, openWgslNn } from '../../nn';
import { type PlainBatch, randomBatch, SETTINGS, SIZES, total, uploadBatch } from './batch.testing';
import { LossContext } from './context';
import {
  addBatchRegularisers,
  addOrthogonality,
  centring,
  hubs,
  offOrthonormal,
  orthogonalityTargets,
} from './regularisers';

// Errors against float64 are at most 9.3e-8 (values) and 7e-7 (gradient of columnEntropy), measured.
const TERMS = { centring, columnEntropy: hubs };
type Name = keyof typeof TERMS;

async function evaluate(ops: NnOps, name: Name, batch: PlainBatch) {
  const result = TERMS[name](new LossContext(ops, uploadBatch(ops, batch), SETTINGS));
  const loss = Array.from(await ops.read(result.loss));
  return { loss, gradient: await ops.read(result.gradient) };
}

async function onHost(kind: 'wasm' | 'float64', name: Name, batch: PlainBatch) {
  using ops = openHostNn(kind);
  return await evaluate(ops, name, batch);
}

const mean = (values: readonly number[]) => total(values) / values.length;

describe.each(['centring', 'columnEntropy'] as const)('%s', (name) => {
  const batch = randomBatch(SIZES, 8, 21);

  test('has the gradient of its mean', async () => {
    const { gradient } = await onHost('float64', name, batch);
    const step = 1e-5;
    for (const at of [0, 9, 8 * 3 + 2, 8 * 30 + 5, 8 * 53 + 7]) {
      const moved = async (by: number) => {
        const student = Float64Array.from(batch.student);
        student[at]! += by;
        return mean((await onHost('float64', name, { ...batch, student })).loss);
      };
      const want = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(gradient[at]).toBeCloseTo(want, 8);
    }
  });

  test('is the same on wasm', async () => {
    const want = await onHost('float64', name, batch);
    const got = await onHost('wasm', name, batch);
    expect(worstError(got.loss, want.loss)).toBeLessThan(2e-7);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(1.4e-6);
  });

  gpuTest('is the same on wgsl', async ({ scope }) => {
    using ops = openWgslNn(scope.gpu);
    const want = await onHost('float64', name, batch);
    const got = await evaluate(ops, name, batch);
    expect(worstError(got.loss, want.loss)).toBeLessThan(2e-7);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(1.4e-6);
  });

  test('is added to the gradient with its weight, and not where the weight is 0', async () => {
    using ops = openHostNn('float64');
    const own = await onHost('float64', name, batch);
    const loss = { gradient: ops.zeros(uploadBatch(ops, batch).student.shape, 'gradient') };
    ops.fill(loss.gradient, 1);
    const none = { centring: 0, columnEntropy: 0 };
    addBatchRegularisers(ops, uploadBatch(ops, batch), SETTINGS, none, loss);
    expect(ops.values(loss.gradient).every((x) => x === 1)).toBe(true);
    addBatchRegularisers(ops, uploadBatch(ops, batch), SETTINGS, { ...none, [name]: 3 }, loss);
    const want = Array.from(own.gradient, (x) => 1 + 3 * x);
    expect(worstError(ops.values(loss.gradient), want)).toBeLessThan(1e-14);
  });
});

test('centring and columnEntropy by hand', async () => {
  const plain = { studentCounts: [2], teacherCounts: [2], d: 2 };
  const teacher = Float64Array.of(1, 0, 0, 1);
  const crowded = { ...plain, teacher, student: Float64Array.of(1, 0, 1, 0) };
  expect((await onHost('float64', 'centring', crowded)).loss[0]).toBeCloseTo(0.5, 14);
  // Each token puts 1 / (1 + e^-10) on the first teacher token.
  const share = 1 / (1 + Math.exp(-1 / SETTINGS.temperature));
  const entropy = -(share * Math.log(share) + (1 - share) * Math.log(1 - share)) / Math.LN2;
  expect((await onHost('float64', 'columnEntropy', crowded)).loss[0]).toBeCloseTo(1 - entropy, 12);
  const even = { ...crowded, student: teacher };
  expect((await onHost('float64', 'centring', even)).loss[0]).toBe(0);
  expect((await onHost('float64', 'columnEntropy', even)).loss[0]).toBeCloseTo(0, 12);
});

describe('orthogonality', () => {
  const shapes = [
    [3, 5],
    [5, 3],
    [4, 4],
  ] as const;

  test.each(shapes)('%i x %i has the gradient of its value', async (rows, columns) => {
    using ops = openHostNn('float64');
    const start = Float64Array.from(randomSigned(rows * columns, 7));
    const value = (values: Float64Array) => {
      const off = ops.values(offOrthonormal(ops, ops.upload(values, [rows, columns], 'M')));
      return Array.from(off).reduce((sum, x) => sum + x * x, 0) / Math.min(rows, columns);
    };
    const parameter = makeParameter(ops, 'M', [rows, columns], start);
    addOrthogonality(ops, [parameter], 0.5);
    const want = start.map((_, at) => {
      const moved = (by: number) => value(start.map((x, k) => x + (k === at ? by : 0)));
      return (0.5 * (moved(1e-5) - moved(-1e-5))) / 2e-5;
    });
    expect(worstError(ops.values(parameter.gradient), want)).toBeLessThan(1e-8);
  });

  gpuTest.for(shapes)('%i x %i is the same on wgsl', async ([rows, columns], { scope }) => {
    const start = randomSigned(rows * columns, 7);
    const slopes = async (ops: NnOps) => {
      const parameter = makeParameter(ops, 'M', [rows, columns], start);
      addOrthogonality(ops, [parameter], 0.5);
      return ops.read(parameter.gradient);
    };
    using device = openWgslNn(scope.gpu);
    using host = openHostNn('float64');
    expect(relativeError(await slopes(device), await slopes(host))).toBeLessThan(2e-7);
  });

  test('is for matrices that start with orthonormal rows or columns, and wants one', async () => {
    using ops = openHostNn('wasm');
    const make = (name: string, shape: number[], values: number[]) =>
      makeParameter(ops, name, shape, Float32Array.from(values));
    const wide = make('wide', [2, 3], [0.6, 0.8, 0, 0, 0, 1]);
    const tall = make('tall', [3, 2], [0.6, 0, 0.8, 0, 0, 1]);
    const square = make('square', [2, 2], [3, 1, 2, 5]);
    const skewed = make('skewed', [2, 3], [0.6, 0.8, 0, 0, 0.1, 1]);
    const bias = make('bias', [3], [1, 0, 0]);
    const found = await orthogonalityTargets(ops, [wide, tall, square, skewed, bias]);
    expect(found).toEqual([wide, tall]);
    await expect(orthogonalityTargets(ops, [square, skewed, bias])).rejects.toThrow(
      'found none among square, skewed, bias',
    );
    addOrthogonality(ops, [wide, tall], 1);
    const nothing = new Float32Array(6);
    expect(worstError(ops.values(wide.gradient), nothing)).toBeLessThan(1e-6);
    expect(worstError(ops.values(tall.gradient), nothing)).toBeLessThan(1e-6);
  });
});
