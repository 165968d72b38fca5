import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseStudyConfig, type StudyEvent } from '../report';
import { sampleReport } from '../report/testing';
import type { DataSummary } from '../worker';
import type { DataCommands } from './dataCommands';
import type { Engine } from './engine';
import type { RunCommands } from './runs/runCommands';
import { createAppStore, patch } from './store';
import { studyCommands } from './studyCommands';
import { shareEncoded } from './train/encodedTexts';
import { memoryStorage } from './train/testing';
import { readUnfinished } from './train/unfinished';

const LOCK = 'optical-bench.trainer';
const files = [{ path: 'a.txt', sha256: 'aa', rows: 1 }];
const summary = { corpus: 'x', synthetic: false, files } as unknown as DataSummary;

/** Locks of a browser in which another tab may hold the trainer's. */
class Locks {
  held = false;
  free = () => {};
  readonly query = async () => ({ held: this.held ? [{ name: LOCK }] : [] });
  request = async (
    _name: string,
    { mode }: { mode?: string },
    call: (lock: unknown) => unknown,
  ) => {
    if (mode === 'shared')
      await new Promise<void>((resolve) => {
        this.free = resolve;
      });
    return call(this.held && mode !== 'shared' ? null : {});
  };
}

/** A channel whose messages come from the other tab. */
class Channel extends EventTarget {
  static last: Channel;
  constructor() {
    super();
    Channel.last = this;
  }
  postMessage() {}
}

let locks: Locks;
beforeEach(() => {
  locks = new Locks();
  vi.stubGlobal('navigator', { locks, userAgent: 'test' });
  vi.stubGlobal('BroadcastChannel', Channel);
});
afterEach(() => vi.unstubAllGlobals());

function setUp(runStudy: (tell: (event: StudyEvent) => void) => Promise<unknown>) {
  const store = createAppStore();
  patch(store, 'data', { summary });
  const storage = memoryStorage();
  const engine = {
    runStudy: (_config: unknown, _env: unknown, tell: (event: StudyEvent) => void) =>
      runStudy(tell),
    estimate: vi.fn(async () => ({ texts: 7 })),
    forgetStudies: vi.fn(async () => {}),
  };
  const add = vi.fn(async () => 'run_1');
  const commands = studyCommands(store, engine as unknown as Engine, {
    ...{ data: {} as DataCommands, runs: { add } as unknown as RunCommands, storage },
    afterwards: () => {},
  });
  return { store, storage, engine, add, commands, study: () => store.getState().study };
}

test('a study that went through leaves its run, and nothing to resume', async () => {
  const { commands, engine, add, storage, study } = setUp(async (tell) => {
    tell({ type: 'kept', study: 'k1' });
    return sampleReport();
  });
  // Kept before its checkpoints go: a page that is closed in between loses neither.
  engine.forgetStudies.mockImplementation(async () => expect(add).toHaveBeenCalledTimes(1));
  await commands.run();
  expect(study()).toMatchObject({ run: 'run_1', running: false, error: null, unfinished: [] });
  expect(engine.forgetStudies).toHaveBeenCalledWith(['k1']);
  expect(readUnfinished(storage)).toEqual([]);
});

test('what was encoded is noted as of the study, whatever draft and data are looked at meanwhile', async () => {
  const config = parseStudyConfig({});
  const share = (set: ReturnType<typeof setUp>) =>
    shareEncoded(set.storage, { config, files, texts: 14 });
  const edited: ReturnType<typeof setUp> = setUp(async () => {
    // Of a draft that was edited while the study ran.
    patch(edited.store, 'study', { estimate: { texts: 1000 } as never });
    return sampleReport();
  });
  await edited.commands.run();
  expect(edited.engine.estimate).toHaveBeenCalledWith(config);
  expect(share(edited)).toBe(0.5);
  const other: ReturnType<typeof setUp> = setUp(async () => {
    patch(other.store, 'data', { summary: { ...summary } });
    return sampleReport();
  });
  await other.commands.run();
  expect(share(other)).toBe(0);
});

test('what another tab trains is not offered here, also where this one tried to train', async () => {
  const { commands, study, storage } = setUp(() => Promise.reject(new Error('stopped short')));
  await commands.run();
  expect(study()).toMatchObject({ error: 'stopped short', unfinished: [{ corpus: 'x' }] });
  locks.held = true;
  // The other tab is heard of while this one asks for the lock.
  const running = commands.run();
  Channel.last.dispatchEvent(new Event('message'));
  await running;
  await vi.waitFor(() => expect(study()).toMatchObject({ elsewhere: true, unfinished: [] }));
  expect(study().error).toContain('another tab');
  await commands.findUnfinished();
  expect(study().unfinished).toEqual([]);
  expect(readUnfinished(storage)).toHaveLength(1);
  locks.held = false;
  locks.free();
  await vi.waitFor(() => expect(study()).toMatchObject({ elsewhere: false }));
  expect(study().unfinished).toHaveLength(1);
});
