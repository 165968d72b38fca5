import { expect, test, vi } from 'vitest';
import type { EncoderDescription } from '../../worker';
import type { Engine } from '../engine';
import { createAppStore } from '../store';
import { encoderCommands } from './encoderCommands';

function setUp(over: { readonly describeEncoder?: () => Promise<EncoderDescription> } = {}) {
  const store = createAppStore();
  const found = { width: 384 } as unknown as EncoderDescription;
  const engine = {
    describeEncoder: vi.fn(async () => found),
    openEncoder: vi.fn(async () => ({ layers: 6 })),
    cancelEncoder: vi.fn(),
    ...over,
  };
  const commands = encoderCommands(store, engine as unknown as Engine);
  return { store, engine, commands, found, state: () => store.getState().study };
}

test('a model of the hub is looked at, opened, and named in the draft with its revision and layers', async () => {
  const { commands, engine, found, state } = setUp();
  await commands.lookAtHub(' org/model@abc ');
  const source = { kind: 'hub', id: 'org/model', revision: 'abc' };
  expect(engine.describeEncoder).toHaveBeenCalledWith(source, state().draft.encoder.dtype);
  expect(state().encoder).toMatchObject({ found, busy: null, error: null });
  expect(state().draft.encoder.source).toBe('embedded');
  await commands.open();
  expect(engine.openEncoder).toHaveBeenCalledWith(source, expect.anything(), expect.anything());
  expect(state().draft).toMatchObject({
    encoder: { source: 'org/model', revision: 'abc' },
    layer: 6,
  });
  expect(state().encoder.opened).toBe('org/model');
  commands.useEmbedded();
  expect(state().draft).toMatchObject({ encoder: { source: 'embedded', revision: '' }, layer: 12 });
  expect(state().encoder.found).toBeNull();
  await commands.open(); // nothing was looked at since
  expect(engine.openEncoder).toHaveBeenCalledTimes(1);
});

test('a folder is named by where its files lie', async () => {
  const { commands, engine, state } = setUp();
  const blob = new Blob(['{}']);
  await commands.lookAtFolder([{ path: 'mine/config.json', blob }]);
  await commands.open();
  expect(engine.openEncoder).toHaveBeenCalledWith(
    { kind: 'folder', name: 'mine', files: [{ path: 'mine/config.json', content: blob }] },
    expect.anything(),
    expect.anything(),
  );
  expect(state().draft.encoder).toMatchObject({ source: 'folder:mine', revision: '' });
});

test('what fails is said, what is cancelled is not, and the model before stays the draft’s', async () => {
  const describeEncoder = vi.fn(async (): Promise<never> => {
    throw new Error('no such model');
  });
  const { commands, engine, state } = setUp({ describeEncoder });
  await commands.lookAtHub('org/none');
  expect(state().encoder).toMatchObject({ error: 'no such model', found: null, busy: null });
  await commands.open();
  expect(engine.openEncoder).not.toHaveBeenCalled();
  describeEncoder.mockImplementation(async () => {
    throw new DOMException('The opening was cancelled.', 'AbortError');
  });
  await commands.lookAtHub('org/none');
  expect(state().encoder).toMatchObject({ error: null, busy: null });
  expect(state().draft.encoder.source).toBe('embedded');
});

test('one thing is done at a time', async () => {
  let answer: (found: EncoderDescription) => void = () => {};
  const waiting = new Promise<EncoderDescription>((resolve) => {
    answer = resolve;
  });
  const { commands, engine, state, found } = setUp({ describeEncoder: vi.fn(() => waiting) });
  const first = commands.lookAtHub('org/a');
  expect(state().encoder.busy).toContain('Looking');
  await commands.lookAtHub('org/b');
  expect(engine.describeEncoder).toHaveBeenCalledTimes(1);
  answer(found);
  await first;
  expect(state().encoder).toMatchObject({ busy: null, found });
});
