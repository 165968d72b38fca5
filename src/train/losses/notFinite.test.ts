import { expect, test } from 'vitest';
import { openHostNn } from '../../nn';
import { randomBatch, SETTINGS, uploadBatch, withDocuments } from './batch.testing';
import { evaluateLoss } from './evaluate';
import { LOSS_NAMES } from './types';

test.each(LOSS_NAMES)('%s of vectors that are NaN is NaN: divergence shows', async (name) => {
  using ops = openHostNn('wasm');
  const sizes = [
    [4, 3],
    [3, 5],
  ] as const;
  const batch = withDocuments(randomBatch(sizes));
  batch.student.fill(Number.NaN);
  const terms = [{ name, weight: 1 }];
  const { loss } = await evaluateLoss(ops, terms, uploadBatch(ops, batch), SETTINGS);
  expect([...ops.values(loss)]).toEqual([Number.NaN, Number.NaN]);
});
