import { describe, expect, test } from 'vitest';
import { Rng } from '../../lib';
import { openHostNn } from '../../nn';
import { TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { trainStudent } from './trainStudent';

describe('trainStudent', () => {
  test.each(['mse', 'ot', 'greedy'] as const)('%s falls', async (name) => {
    using ops = openHostNn('wasm');
    const settings = { ...TINY_SETTINGS, steps: 60, learningRate: 0.02, batch: 10 };
    const trained = await trainStudent(
      ops,
      tinyProblem(),
      { kind: 'linear' },
      [{ name, weight: 1 }],
      settings,
      new Rng(1),
      tinyHooks(),
    );
    const [first, last] = [trained.curve[0]!, trained.curve.at(-1)!];
    expect(last.loss).toBeLessThan(0.6 * first.loss);
    expect(trained.ended.kind).toBe('steps');
  });
});
