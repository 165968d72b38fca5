import { expect, test } from 'vitest';
import { testGpu } from '../../gpu/testing';
import { Rng } from '../../lib';
import { openHostNn, openWgslNn } from '../../nn';
import { parseLoss } from '../losses';
import { TINY_SETTINGS, tinyHooks, tinyProblem } from './problem.testing';
import { trainStudent } from './trainStudent';

test('a device that is destroyed mid-run: the run goes on elsewhere from its checkpoint', async () => {
  const gpu = await testGpu();
  using device = openWgslNn(gpu);
  using host = openHostNn('wasm');
  const steps: number[] = [];
  let reopened = 0;
  const trained = await trainStudent(
    device,
    tinyProblem(),
    { kind: 'linear' },
    parseLoss('mse'),
    TINY_SETTINGS,
    new Rng(1),
    tinyHooks({
      onPoint: ({ step }) => {
        steps.push(step);
        if (step === 6) gpu.device.destroy();
      },
      reopen: async () => {
        reopened += 1;
        return host;
      },
    }),
  );
  expect(reopened).toBe(1);
  expect([trained.steps, trained.ended.kind]).toEqual([12, 'steps']);
  expect(steps).toEqual(Array.from({ length: 12 }, (_, k) => k + 1));
});
