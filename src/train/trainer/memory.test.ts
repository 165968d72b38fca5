import { expect } from 'vitest';
import { gpuTest } from '../../gpu/testing';
import { Rng } from '../../lib';
import { openWgslNn } from '../../nn';
import { parseLoss } from '../losses';
import { TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { TrainingRun } from './run';

const STEPS = 2000;

gpuTest(
  `a head takes no more memory after ${STEPS} steps than after 100, and leaves none`,
  async ({ scope }) => {
    const { gpu } = scope;
    const before = [gpu.liveBytes, gpu.liveBuffers];
    using ops = openWgslNn(gpu);
    const loss = { ...TINY_SETTINGS.loss, ot: { eps: 0.1, iterations: 5 } };
    const job = {
      problem: tinyProblem(['de']),
      spec: { kind: 'linear' } as const,
      terms: parseLoss('ot+0.5*mse'),
      // Every batch is all pairs, so that all steps are of one size.
      settings: {
        ...TINY_SETTINGS,
        loss,
        steps: STEPS,
        batch: 10,
        readEvery: 20,
        evaluateEvery: 1000,
      },
      rng: new Rng(3),
      evaluate: tinyHooks().evaluate,
    };
    const measured: number[][] = [];
    {
      using run = await TrainingRun.open(ops, job);
      for (let step = 1; step <= STEPS; step++) {
        await run.step();
        if (step === 100 || step === STEPS)
          measured.push([gpu.liveBytes, gpu.liveBuffers, gpu.peakBytes]);
      }
      expect(run.ended?.kind).toBe('steps');
    }
    const [early, late] = measured;
    expect(early![0]).toBeGreaterThan(before[0]!);
    expect(late).toEqual(early);
    expect([gpu.liveBytes, gpu.liveBuffers]).toEqual(before);
  },
  120_000,
);
