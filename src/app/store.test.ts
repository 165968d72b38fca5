import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lookCommands } from './look/lookCommands';
import { createAppStore, patch } from './store';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('undo takes back how things are looked at, a drag as one step, and nothing else', () => {
  const store = createAppStore();
  const { set, undo, redo } = lookCommands(store);
  vi.advanceTimersByTime(1000);
  for (const epsilon of [0.1, 0.2, 0.3]) {
    set({ epsilon });
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(1000);
  set({ mode: 'cost' });
  patch(store, 'data', { error: 'kept' });
  undo();
  expect(store.getState().look).toMatchObject({ epsilon: 0.3, mode: 'plan' });
  undo();
  expect(store.getState().look).toMatchObject({ epsilon: 0.05, mode: 'plan' });
  expect(store.getState().data.error).toBe('kept');
  redo();
  redo();
  expect(store.getState().look).toMatchObject({ epsilon: 0.3, mode: 'cost' });
});

test('a change of data is no step', () => {
  const store = createAppStore();
  patch(store, 'data', { error: 'x' });
  store.setState({ view: 'gap' });
  expect(store.temporal.getState().pastStates).toEqual([]);
});
