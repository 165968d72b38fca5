import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CollapseRow, CurvePoint, StudyEvent } from '../../report';
import { createAppStore, patch } from '../store';
import { studyEvents } from './studyEvents';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const store = createAppStore();
  const told: number[] = [];
  const kept: string[] = [];
  const events = studyEvents(
    store,
    (overall) => told.push(overall),
    (study) => kept.push(study),
    () => 7,
  );
  const study = () => store.getState().study;
  return { store, told, kept, events, study };
}

const point = (step: number): CurvePoint => ({
  ...{ stage: 'ot', seed: 1, language: 'de', step, loss: 1 / step, devMap: null },
});
const progress = (done: number): StudyEvent => ({
  ...{ type: 'progress', stage: 'distil', label: 'ot, de' },
  ...{ done, total: 100, overall: done / 200, eta: null },
});

test('points and progress are gathered and handed over four times a second, nothing lost or twice', () => {
  const { events, study, told } = setUp();
  for (let step = 1; step <= 50; step++) events.take({ type: 'curve', point: point(step) });
  events.take(progress(49));
  events.take(progress(50));
  expect(study().curves).toEqual([]);
  vi.advanceTimersByTime(249);
  expect(study().curves).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(study().curves[0]!.points.map(({ step }) => step)).toEqual(
    Array.from({ length: 50 }, (_, k) => k + 1),
  );
  expect(study().progress).toMatchObject({ done: 50 });
  expect(told).toEqual([0.25]);
  events.take({ type: 'curve', point: point(51) });
  events.flush();
  vi.advanceTimersByTime(1000);
  expect(study().curves[0]!.points).toHaveLength(51);
  expect(told).toEqual([0.25]);
});

test('each stage is logged when it begins, alarms as alarms', () => {
  const { events, study } = setUp();
  events.take(progress(0));
  events.take(progress(1));
  events.take({ type: 'note', message: 'one' });
  events.take({ type: 'note', message: 'two', alarm: true });
  expect(study().log.map(({ at, kind, text }) => [at, kind, text])).toEqual([
    [7, 'stage', 'distil: ot, de'],
    [7, 'note', 'one'],
    [7, 'alarm', 'two'],
  ]);
});

test('a collapse is kept, and logged where it raises the alarm', () => {
  const { events, study } = setUp();
  const row: CollapseRow = {
    ...{ method: 'ot', language: null, seed: 2, meanCosine: 0.9, columnEntropy: 0.1 },
    ...{ alarm: false, reasons: [] },
  };
  events.take({ type: 'collapse', row });
  expect(study().log).toEqual([]);
  events.take({ type: 'collapse', row: { ...row, alarm: true, reasons: ['a', 'b'] } });
  expect(study().collapse).toHaveLength(2);
  expect(study().log[0]).toMatchObject({
    kind: 'alarm',
    text: 'Collapse alarm, ot, seed 2: a; b.',
  });
});

test('a pause shows the loss of its step, with all points up to it, and only where one was asked for', () => {
  const { events, study, store } = setUp();
  const paused = { type: 'paused', label: 'ot, de', step: 3, loss: 0.5 } as const;
  events.take({ type: 'curve', point: point(3) });
  events.take(paused);
  expect([study().paused, study().at, study().curves.length]).toEqual(['no', null, 1]);
  patch(store, 'study', { paused: 'asked' });
  events.take(paused);
  expect([study().paused, study().at]).toEqual(['yes', { label: 'ot, de', step: 3, loss: 0.5 }]);
});

test('groups are of the study’s own languages', () => {
  const { events, study } = setUp();
  const groups = { name: 'MTOP-6', high: ['de', 'es'], low: ['hi', 'th'] };
  events.take({ type: 'plan', groups, languages: ['en', 'de', 'th'] });
  expect(study().groups).toEqual({ name: 'MTOP-6', high: ['de'], low: ['th'] });
});

test('under what name a study’s students are kept is told at once', () => {
  const { events, kept } = setUp();
  events.take({ type: 'kept', study: 'abc' });
  expect(kept).toEqual(['abc']);
});
