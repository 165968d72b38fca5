import { describe, expect, test } from 'vitest';
import { relativeError, worstError } from '../../gpu/testing';
import { type HostOps, openHostNn } from '../../nn';
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

// Against float64, both relative to 1 + the value: measured are half of it.
const LOSS_BOUND = 4e-6;
const GRADIENT_BOUND = 2e-6;

async function onHost(
  kind: HostOps['kind'],
  loss: string,
  batch: PlainBatch,
  settings: LossSettings,
) {
  using ops = openHostNn(kind);
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
