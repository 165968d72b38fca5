import { describe, expect, test } from 'vitest';
import { Rng } from '../../lib';
import { openHostNn } from '../../nn';
import { parseLoss } from '../losses';
import { TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { trainStudent } from './trainStudent';

function train(loss: string, pairs: number, change: object = {}) {
  using ops = openHostNn('float64');
  return trainStudent(
    ops,
    tinyProblem(['de'], pairs),
    { kind: 'linear' },
    parseLoss(loss),
    { ...TINY_SETTINGS, ...change },
    new Rng(1),
    tinyHooks(),
  );
}

describe('contrastive losses', () => {
  // Texts of the problem have 2, 3, 4, 2, ... tokens.
  test.each([
    ['infonce', 10, { batch: 1 }, 'infonce compares the pairs of a batch: found batch 1'],
    ['infonce-maxsim', 1, {}, 'de: infonce-maxsim compares the pairs of a batch: found 1 usable'],
    [
      'ot+0.1*infonce',
      10,
      { batchTokens: 7 },
      'the longest texts have 4 and 4 tokens: want at least 8',
    ],
  ] as const)('%s on %i pairs with %j is refused', async (loss, pairs, change, message) => {
    await expect(train(loss, pairs, change)).rejects.toThrow(message);
    await expect(train(loss, pairs, change)).rejects.toThrow(RangeError);
  });

  test.each([
    ['infonce', 10, { batch: 2 }],
    ['infonce', 2, {}],
    ['infonce', 10, { batchTokens: 8 }],
    ['mse', 1, { batch: 1, batchTokens: 3 }],
  ] as const)('%s on %i pairs with %j trains', async (loss, pairs, change) => {
    // At a low temperature the loss of two pairs leaps from batch to batch, which would count as divergence.
    const soft = { loss: { ...TINY_SETTINGS.loss, temperature: 1 } };
    const { ended, curve } = await train(loss, pairs, { ...change, ...soft });
    expect(ended.kind).toBe('steps');
    expect(curve.some(({ loss: value }) => value > 0)).toBe(true);
  });
});

test.each(['ot', 'mse', 'greedy', 'position', 'infonce', 'kl', 'ot-divergence'])(
  'three pairs in batches of 48 are enough for %s',
  async (loss) => {
    using ops = openHostNn('float64');
    const problem = { ...tinyProblem(['de'], 3), documents: Uint32Array.of(0, 1, 2) };
    const settings = { ...TINY_SETTINGS, batch: 48, steps: 30 };
    const { ended, curve } = await trainStudent(
      ops,
      problem,
      { kind: 'linear' },
      parseLoss(loss),
      settings,
      new Rng(1),
      tinyHooks(),
    );
    expect(ended).toEqual({ kind: 'steps', reason: 'All 30 steps were run.' });
    expect(curve.at(-1)!.loss).toBeLessThan(curve[0]!.loss);
  },
);
