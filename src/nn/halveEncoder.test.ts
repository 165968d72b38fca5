import { describe, expect, test } from 'vitest';
import { gpuTest, relativeError } from '../gpu/testing';
import { nearestHalf } from '../kernels/packHalf.cpu';
import { frozenIn, placeLayer } from './encoder/build';
import { runLayers } from './encoder/run';
import { randomEncoder, randomIds, TINY } from './encoder/testing';
import type { EncoderWeights } from './encoderWeights';
import { halveEncoder } from './halveEncoder';
import { openHostNn } from './host';
import { frozenLayerBytes, largestMatrixBytes } from './memory';
import { openWgslNn } from './wgsl';

const ENCODER = randomEncoder();
const { ids, offsets } = randomIds([5, 0, 1, 12]);

/** Weights of an encoder whose second layer has `value` in its feed-forward map. */
function withValue(value: number): EncoderWeights {
  const { layers } = randomEncoder();
  layers[1]!.inner.w[77] = value;
  return { ...ENCODER, layers };
}

describe('halveEncoder', () => {
  test('rounds the matrices of layers and nothing else', () => {
    const halved = halveEncoder(ENCODER);
    expect(halved.embedding).toBe(ENCODER.embedding);
    ENCODER.layers.forEach((layer, at) => {
      const got = halved.layers[at]!;
      for (const map of ['q', 'k', 'v', 'o', 'inner', 'outer'] as const) {
        expect(got[map].w).toEqual(layer![map].w.map(nearestHalf));
        expect(got[map].w).not.toEqual(layer![map].w);
        expect(got[map].b).toBe(layer![map].b);
      }
      expect([got.norm1, got.norm2]).toEqual([layer!.norm1, layer!.norm2]);
    });
    expect(halveEncoder(halved)).toEqual(halved);
    expect(halveEncoder({ ...ENCODER, layers: [undefined] }).layers).toEqual([undefined]);
  });

  test.each([65505, Number.NaN, Number.NEGATIVE_INFINITY])(
    'refuses %f, naming the matrix',
    (value) => {
      expect(() => halveEncoder(withValue(value))).toThrow(
        `encoder weights: layer.2.inner.w: value 77 is ${value}, want a finite one of at most 65504`,
      );
    },
  );
});

describe('f16 storage', () => {
  // Measured 2.1e-7.
  gpuTest.for([0, 65504, 2 ** -24, -0])(
    'computes what float64 does with the same halves, %f among them',
    async (planted, { scope }) => {
      using ops = openWgslNn(scope.gpu);
      using host = openHostNn('float64');
      const encoder = halveEncoder(withValue(planted));
      const got = await runLayers(ops, encoder, { offsets, ids }, 'ids', 2, { storage: 'f16' });
      const want = await runLayers(host, encoder, { offsets, ids }, 'ids', 2);
      expect(relativeError(got, want)).toBeLessThan(1e-6);
      // Every bit the same as from float32 storage: it is the numbers that were rounded, once.
      const floats = await runLayers(ops, encoder, { offsets, ids }, 'ids', 2);
      expect(got).toEqual(floats);
    },
  );

  test('costs little: two layers differ from those that were not rounded by less than 7e-4', async () => {
    using host = openHostNn('float64');
    const want = await runLayers(host, ENCODER, { offsets, ids }, 'ids', 2);
    const got = await runLayers(host, halveEncoder(ENCODER), { offsets, ids }, 'ids', 2);
    const error = relativeError(got, want);
    expect(error).toBeLessThan(7e-4); // measured 3.4e-4
    expect(error).toBeGreaterThan(1e-5);
  });

  gpuTest('holds the bytes that the planner counts, nearly half of float32', ({ scope }) => {
    const { gpu } = scope;
    const bytes = (['f32', 'f16'] as const).map((storage) => {
      const before = gpu.liveBytes;
      using ops = openWgslNn(gpu);
      placeLayer(ENCODER, 1, frozenIn(ops, storage));
      expect(gpu.liveBytes - before).toBe(frozenLayerBytes(TINY, storage));
      return gpu.liveBytes - before;
    });
    expect(bytes[1]! / bytes[0]!).toBeLessThan(0.55);
    expect(largestMatrixBytes(TINY, 'f16')).toBe(2 * TINY.width * TINY.inner);
  });

  test('is refused where there is no device', async () => {
    for (const kind of ['wasm', 'float64'] as const) {
      using ops = openHostNn(kind);
      expect(() => frozenIn(ops, 'f16')).toThrow(
        `storage: found f16 on the ${kind} backend, want f32 or wgsl`,
      );
      const run = runLayers(ops, ENCODER, { offsets, ids }, 'ids', 2, { storage: 'f16' });
      await expect(run).rejects.toThrow(RangeError);
      expect(ops.liveBytes).toBe(0);
    }
  });
});
