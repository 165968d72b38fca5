import { expect, it, vi } from 'vitest';
import { alignCommands } from './alignCommands';
import type { Engine } from './engine';
import { lookCommands } from './look/lookCommands';
import type { RunCommands } from './runs/runCommands';
import { createAppStore } from './store';

/** A promise that is settled from outside. */
function deferred<T>() {
  let settle!: { resolve: (value: T) => void; reject: (error: Error) => void };
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

const text = { count: 1, text: 'a', pieces: ['▁a'], slots: [] };
const sample = {
  ...{ synthetic: true, layer: 6, dimension: 1, languages: ['en', 'de'], vectors: [] },
  pairs: [{ id: 'p1', intent: null, texts: { en: text, de: text } }],
};

function setUp(engine: Partial<Record<keyof Engine, unknown>>) {
  const store = createAppStore();
  const runs = { file: vi.fn(), find: vi.fn(async () => undefined) };
  const commands = alignCommands(store, engine as unknown as Engine, {
    look: lookCommands(store),
    runs: runs as unknown as RunCommands,
  });
  return { store, commands, align: () => store.getState().align };
}

vi.mock('./sample', () => ({
  loadAlignmentSample: async () => sample,
  unitVectors: () => Float32Array.of(1),
}));

const RESULT = { plan: Float32Array.of(1), cost: Float32Array.of(0), gradient: null };

it('keeps the encoder’s error of an own pair though a solve ends after it, until another pair', async () => {
  const solving = deferred<typeof RESULT>();
  const encode = vi.fn(async () => {
    throw new Error('the encoder could not be fetched');
  });
  const align = vi.fn(() => solving.promise);
  const set = setUp({ align, encode });
  void set.commands.start();
  await vi.waitFor(() => expect(align).toHaveBeenCalledTimes(1));
  await set.commands.alignOwn('a', 'b', 'de');
  expect(set.align()).toMatchObject({ encoding: null, own: false });
  solving.resolve(RESULT);
  await vi.waitFor(() => expect(set.align().busy).toBe(false));
  expect(set.align()).toMatchObject({
    ...{ error: null, encodingError: 'the encoder could not be fetched' },
  });
  set.store.setState(({ look }) => ({ look: { ...look, language: 'de' } }));
  expect(set.align().encodingError).toBeNull();
});

it('shows no own pair, and no error of it, that comes after another pair was chosen', async () => {
  const reading = [deferred<unknown>(), deferred<unknown>(), deferred<unknown>()];
  const encode = vi.fn(() => reading[encode.mock.calls.length - 1]!.promise);
  const align = vi.fn(async () => RESULT);
  const { commands, align: state, store } = setUp({ align, encode });
  await commands.start();
  const first = commands.alignOwn('a', 'b', 'de');
  expect(state().encoding).not.toBeNull();
  store.setState(({ look }) => ({ look: { ...look, pair: 'p1', language: 'de' } }));
  expect(state().encoding).toBeNull();
  const side = { pieces: ['▁a'], spans: null, vectors: Float32Array.of(1), dimension: 1 };
  reading[0]!.resolve([side, side]);
  await first;
  expect(state().own).toBe(false);
  // Of two that were asked for the last is shown, whichever comes first.
  const [second, third] = [commands.alignOwn('c', 'd', 'de'), commands.alignOwn('e', 'f', 'de')];
  reading[2]!.resolve([side, side]);
  await third;
  reading[1]!.reject(new Error('too late'));
  await second;
  await vi.waitFor(() => expect(state().busy).toBe(false));
  expect(state()).toMatchObject({ own: true, encodingError: null });
  expect(state().solved?.problem.rows.text).toBe('e');
});

it('shows the pair of the corpus that is loaded now', async () => {
  const side = { pieces: ['▁a'], spans: null, vectors: Float32Array.of(1), dimension: 1 };
  const texts = ['first', 'second'];
  const utterancePair = vi.fn(async () => {
    const text = texts[utterancePair.mock.calls.length - 1]!;
    return { english: { text, slots: [] }, foreign: { text, slots: [] }, intent: '' };
  });
  const utterancePairs = async () => ({ rows: [], splits: ['test'], languages: ['de'], total: 0 });
  const engine = { utterancePair, utterancePairs, encode: async () => [side, side] };
  const { commands, align: state, store } = setUp({ ...engine, align: async () => RESULT });
  store.setState(({ look }) => ({
    look: { ...look, source: 'corpus', pair: 'p1', language: 'de' },
  }));
  await commands.start();
  await vi.waitFor(() => expect(state().solved?.problem.rows.text).toBe('first'));
  store.setState(({ data }) => ({ data: { ...data, loads: data.loads + 1 } }));
  await vi.waitFor(() => expect(state().solved?.problem.rows.text).toBe('second'));
});

it('takes an error of the solver back with its next answer', async () => {
  const align = vi.fn(async () => RESULT);
  align.mockRejectedValueOnce(new Error('device lost'));
  const { commands, align: state, store } = setUp({ align });
  await commands.start();
  await vi.waitFor(() => expect(state().error).toBe('device lost'));
  store.setState(({ look }) => ({ look: { ...look, epsilon: 0.1 } }));
  await vi.waitFor(() => expect(state()).toMatchObject({ busy: false, error: null }));
});

it('solves A of A − B only where it is looked at, and a missing one hides nothing of B', async () => {
  const align = vi.fn(async () => RESULT);
  const { commands, align: state, store } = setUp({ align });
  const look = (change: object) =>
    store.setState((before) => ({ look: { ...before.look, ...change } }));
  await commands.start();
  await vi.waitFor(() => expect(state().busy).toBe(false));
  look({ against: 'none' });
  expect(align).toHaveBeenCalledTimes(1);
  look({ mode: 'difference' });
  await vi.waitFor(() => expect(state().against?.vectors).toBe('encoder'));
  expect(align).toHaveBeenCalledTimes(3);
  look({ against: 'a' });
  await vi.waitFor(() => expect(state().againstError).toContain('No run A is chosen'));
  expect(state()).toMatchObject({ against: null, error: null });
  look({ a: 'run_x' });
  await vi.waitFor(() => expect(state().againstError).toContain('import its bundle'));
  // Keeping goes back to what is kept.
  commands.keep(state().solved);
  expect(store.getState().look.against).toBe('kept');
});
