import { describe, expect, test } from 'vitest';
import { relativeError, worstError } from '../../gpu/testing';
import { openHostNn } from '../../nn';
import { type PlainBatch, randomBatch, SETTINGS, uploadBatch } from './batch.testing';
import { evaluateLoss } from './evaluate';
import { parseLoss } from './names';

async function evaluate(
  kind: 'wasm' | 'float64',
  loss: string,
  batch: PlainBatch,
  settings = SETTINGS,
) {
  using ops = openHostNn(kind);
  const result = await evaluateLoss(ops, parseLoss(loss), uploadBatch(ops, batch), settings);
  return { loss: await ops.read(result.loss), gradient: await ops.read(result.gradient) };
}

test.each(['ot', 'greedy', 'mse', 'ot+mse'])('%s', async (loss) => {
  const batch = randomBatch();
  const want = await evaluate('float64', loss, batch);
  const got = await evaluate('wasm', loss, batch);
  expect(worstError(got.loss, want.loss)).toBeLessThan(7e-7);
  expect(relativeError(got.gradient, want.gradient)).toBeLessThan(2e-7);
});
