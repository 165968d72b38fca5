import { describe, expect, test } from 'vitest';
import { gpuTest, relativeError, worstError } from '../../gpu/testing';
import { type HostOps, type NnOps, openHostNn, openWgslNn } from '../../nn';
import {
  type PlainBatch,
  randomBatch,
  SETTINGS,
  uploadBatch,
  withDocuments,
} from './batch.testing';
import { evaluateLoss } from './evaluate';
import { parseLoss } from './names';
import { LOSS_NAMES, type LossSettings } from './types';

// Measured on wasm: 1.1e-6 (infonce) and 6.9e-7 (ot, partial); on SwiftShader 1.8e-6 and 1.5e-6, both ot, partial.
const LOSS_BOUND = 3.5e-6;
const GRADIENT_BOUND = 3e-6;

async function onHost(
  kind: HostOps['kind'],
  loss: string,
  batch: PlainBatch,
  settings: LossSettings,
) {
  using ops = openHostNn(kind);
  return await evaluate(ops, loss, batch, settings);
}

async function evaluate(ops: NnOps, loss: string, batch: PlainBatch, settings: LossSettings) {
  const result = await evaluateLoss(ops, parseLoss(loss), uploadBatch(ops, batch), settings);
  return { loss: await ops.read(result.loss), gradient: await ops.read(result.gradient) };
}

const VARIANTS: Readonly<Record<string, LossSettings>> = {
  'as it is': SETTINGS,
  'with a position prior, squared': {
    ...SETTINGS,
    ot: { ...SETTINGS.ot, distortion: 0.5, cost: 'squared-euclidean' },
  },
  unbalanced: {
    ...SETTINGS,
    ot: { ...SETTINGS.ot, marginals: { kind: 'unbalanced', rhoX: 0.5, rhoY: 1 } },
  },
  partial: { ...SETTINGS, ot: { ...SETTINGS.ot, marginals: { kind: 'partial', mass: 0.7 } } },
};

describe('wasm agrees with float64', () => {
  const batch = withDocuments(randomBatch());
  test.each([...LOSS_NAMES, 'ot+0.5*mse', '2*greedy'])('%s', async (loss) => {
    const want = await onHost('float64', loss, batch, SETTINGS);
    const got = await onHost('wasm', loss, batch, SETTINGS);
    expect(worstError(got.loss, want.loss)).toBeLessThan(LOSS_BOUND);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(GRADIENT_BOUND);
  });

  test.each(Object.keys(VARIANTS))('ot %s', async (name) => {
    const want = await onHost('float64', 'ot', batch, VARIANTS[name]!);
    const got = await onHost('wasm', 'ot', batch, VARIANTS[name]!);
    expect(worstError(got.loss, want.loss)).toBeLessThan(LOSS_BOUND);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(GRADIENT_BOUND);
  });
});

describe('wgsl agrees with float64', () => {
  const batch = withDocuments(randomBatch());
  gpuTest.for([...LOSS_NAMES, 'ot+0.5*mse', '2*greedy'])('%s', async (loss, { scope }) => {
    using ops = openWgslNn(scope.gpu);
    const want = await onHost('float64', loss, batch, SETTINGS);
    const got = await evaluate(ops, loss, batch, SETTINGS);
    expect(worstError(got.loss, want.loss)).toBeLessThan(LOSS_BOUND);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(GRADIENT_BOUND);
  });

  gpuTest.for(Object.keys(VARIANTS))('ot %s', async (name, { scope }) => {
    using ops = openWgslNn(scope.gpu);
    const want = await onHost('float64', 'ot', batch, VARIANTS[name]!);
    const got = await evaluate(ops, 'ot', batch, VARIANTS[name]!);
    expect(worstError(got.loss, want.loss)).toBeLessThan(LOSS_BOUND);
    expect(relativeError(got.gradient, want.gradient)).toBeLessThan(GRADIENT_BOUND);
  });
});
