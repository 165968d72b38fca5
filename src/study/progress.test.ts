import { describe, expect, test } from 'vitest';
import type { StudyEvent } from '../report';
import { Progress } from './progress';

type Told = Extract<StudyEvent, { type: 'progress' }>;

function start(work: readonly number[]) {
  const told: Told[] = [];
  const clock = { now: 5000 };
  const onEvent = (event: StudyEvent) => {
    if (event.type === 'progress') told.push(event);
  };
  return { told, clock, progress: new Progress(work, () => clock.now, onEvent) };
}

describe('Progress', () => {
  test('shares follow the expected work, the rest of the time follows the share', async () => {
    const { told, clock, progress } = start([10, 30]);
    await progress.run('encode', 'tokens', 10, async (report) => {
      clock.now += 5000;
      report(1, 2);
      clock.now += 5000;
    });
    await progress.run('rank', 'ot', 30, async (report) => {
      clock.now += 10_000;
      report(1, 3);
    });
    expect(told.map(({ overall }) => overall)).toEqual([0, 0.125, 0.25, 0.25, 0.5, 1]);
    expect(told.map(({ eta }) => eta)).toEqual([null, 35, 30, 30, 20, 0]);
    expect(told[1]).toEqual({
      type: 'progress',
      stage: 'encode',
      label: 'tokens',
      done: 1,
      total: 2,
      overall: 0.125,
      eta: 35,
    });
  });

  test('a task that ends early jumps to its end', async () => {
    const { told, progress } = start([100]);
    await progress.run('distil', 'mse', 50, async (report) => report(10, 400));
    expect(told.at(-1)).toMatchObject({ done: 1, total: 1, overall: 0.5 });
  });

  test('never goes back and never beyond the whole, whatever is reported', async () => {
    const { told, progress } = start([10]);
    await progress.run('encode', 'a', 4, async (report) => {
      report(0, 0);
      report(9, 3);
    });
    await progress.run('rank', 'b', 60, async (report) => report(1, 1));
    const shares = told.map(({ overall }) => overall);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(Math.max(...shares)).toBe(1);
    expect(shares.every(Number.isFinite)).toBe(true);
  });

  test('no work at all is no division by zero', async () => {
    const { told, progress } = start([]);
    await progress.run('rank', 'nothing', 0, async (report) => report(0, 0));
    expect(told.every(({ overall }) => Number.isFinite(overall))).toBe(true);
  });

  test('gives the result on, and the error', async () => {
    const { progress } = start([1]);
    expect(await progress.run('rank', 'a', 1, async () => 42)).toBe(42);
    const fails = progress.run('rank', 'b', 1, async () => {
      throw new Error('lost');
    });
    await expect(fails).rejects.toThrow('lost');
  });

  test('seconds of equal stages add up; the total counts from the start', async () => {
    const { clock, progress } = start([3]);
    const wait = (ms: number) => async () => {
      clock.now += ms;
    };
    clock.now += 1000;
    await progress.run('rank', 'a', 1, wait(1500));
    await progress.run('encode', 'b', 1, wait(250));
    await progress.run('rank', 'c', 1, wait(2004));
    expect(progress.timings()).toEqual({ rank: 3.5, encode: 0.25, total: 4.75 });
  });
});
