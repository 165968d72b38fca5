import { expect, test } from 'vitest';
import { randomUnit } from '../../gpu/testing';
import { Rng } from '../../lib';
import { openHostNn } from '../../nn';
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint/encode';
import { parseLoss } from '../losses';
import { OUTPUTS, TEACHER, TEXTS } from '../students/testing';
import { offsetsOf } from '../tokens';
import type { DistilProblem } from '../types';
import { TINY_SETTINGS } from './problem.testing';
import { type TrainingJob, TrainingRun } from './run';

const counts = [3, 2, 4, 2];
const problem: DistilProblem = {
  teacher: TEACHER,
  english: { vectors: randomUnit(11, OUTPUTS, 5), offsets: offsetsOf(counts), dimension: OUTPUTS },
  languages: [{ language: 'th', texts: TEXTS, english: Uint32Array.of(0, 1, 2, 3) }],
};

async function finish(run: TrainingRun) {
  while (!run.ended) await run.step();
  return run.result();
}

test('a whole encoder with dropout goes on bit for bit through the bytes of a checkpoint', async () => {
  using ops = openHostNn('wasm');
  const job: TrainingJob = {
    problem,
    spec: { kind: 'full' },
    terms: parseLoss('ot'),
    settings: { ...TINY_SETTINGS, steps: 8, batch: 2, dropout: 0.2, learningRate: 1e-3 },
    rng: new Rng(1),
    evaluate: async () => ({ devMap: Number.NaN, byLanguage: {} }),
  };
  using whole = await TrainingRun.open(ops, job);
  using paused = await TrainingRun.open(ops, job);
  for (let step = 0; step < 3; step++) await paused.step();
  const bytes = await encodeCheckpoint({ sequence: 1, state: await paused.state() });
  const { state } = await decodeCheckpoint(bytes, 'test');
  using resumed = await TrainingRun.open(ops, job, state);
  const [got, want] = [await finish(resumed), await finish(whole)];
  expect(got.curve).toEqual(want.curve);
  expect([...got.snapshot.values]).toEqual([...want.snapshot.values]);
  expect(want.curve).toHaveLength(8);
  // Dropout is on: without it the same run has another curve.
  const plain = { ...job, settings: { ...job.settings, dropout: 0 } };
  using without = await TrainingRun.open(ops, plain);
  expect((await finish(without)).curve).not.toEqual(want.curve);
});
