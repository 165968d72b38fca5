import { expect } from 'vitest';
import { gpuTest, worstError } from '../../gpu/testing';
import { Rng } from '../../lib';
import { type NnOps, openHostNn, openWgslNn } from '../../nn';
import { offsetsOf } from '../tokens';
import type { RankerLoss } from './scoreLoss';
import { type RankerProblem, trainRanker } from './trainRanker';

const [TEXTS, INPUTS] = [9, 8];

function tinyRanker(): RankerProblem {
  const rng = new Rng(3);
  const offsets = offsetsOf(Array.from({ length: TEXTS }, (_, k) => 2 + (k % 3)));
  const vectors = Float32Array.from({ length: offsets.at(-1)! * INPUTS }, () => rng.normal());
  const labels = Uint32Array.from({ length: TEXTS }, (_, k) => k % 3);
  return { english: { vectors, offsets, dimension: INPUTS }, labels };
}

let rising = 0;

async function train(ops: NnOps, loss: RankerLoss) {
  const settings = { loss, dimension: 4, steps: 3, batch: 7, learningRate: 0.02 };
  const { head } = await trainRanker(
    ops,
    tinyRanker(),
    { ...settings, temperature: 0.1, evaluateEvery: 3 },
    new Rng(1),
    {
      // Rising: the last W is kept.
      evaluate: async () => rising++,
      onPoint: () => {},
      signal: new AbortController().signal,
    },
  );
  return head;
}
gpuTest.for(['contrastive', 'margin-mse', 'kl'] as const)(
  '%s: W follows float64 on a device',
  async (loss, { scope }) => {
    using device = openWgslNn(scope.gpu);
    using host = openHostNn('float64');
    const [got, want] = [await train(device, loss), await train(host, loss)];
    expect(worstError(got, want)).toBeLessThan(2e-7); // measured 9e-8
  },
);
