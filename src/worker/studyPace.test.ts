import { expect, test } from 'vitest';
import { StudyPace } from './studyPace';

/** A run that counts its steps; `settle` lets it go as far as it may. */
function watch(pace: StudyPace, signal = new AbortController().signal) {
  const run = { steps: 0 };
  void (async () => {
    while (!signal.aborted && run.steps < 100) {
      if (pace.waits) await pace.turn(signal);
      if (signal.aborted) return;
      run.steps++;
      await Promise.resolve();
    }
  })();
  return run;
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('a paused run takes the steps it is let, one by one, then goes on', async () => {
  const pace = new StudyPace();
  pace.pause();
  const run = watch(pace);
  await settle();
  expect(run.steps).toBe(0);
  pace.step();
  await settle();
  expect(run.steps).toBe(1);
  pace.step();
  await settle();
  expect(run.steps).toBe(2);
  pace.resume();
  await settle();
  expect(run.steps).toBe(100);
});

test('an abort ends the wait', async () => {
  const pace = new StudyPace();
  const stop = new AbortController();
  pace.pause();
  let over = false;
  void pace.turn(stop.signal).then(() => {
    over = true;
  });
  await settle();
  expect(over).toBe(false);
  stop.abort();
  await settle();
  expect(over).toBe(true);
});

test('the clock stands still while training waits', async () => {
  let time = 10;
  const pace = new StudyPace(() => time);
  pace.pause();
  const turn = pace.turn(new AbortController().signal);
  time = 60;
  expect(pace.now()).toBe(10);
  pace.resume();
  await turn;
  time = 65;
  expect(pace.now()).toBe(15);
});
