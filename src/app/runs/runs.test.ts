import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sampleReport } from '../../report/testing';
import { runHeads } from '../../worker/headsTesting';
import { lookCommands } from '../look/lookCommands';
import { reportOf } from '../state';
import { createAppStore } from '../store';
import { packRun, unpackRun } from './runBundle';
import { runCommands } from './runCommands';
import { type RunFile, runId, summaryOf } from './runRecord';
import type { RunStore } from './runStore';

const hash = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const report = sampleReport();
const files: RunFile[] = [
  { name: 'queries.csv', content: new Blob(['task,method\r\nT2,ot\r\n']) },
  { name: 'plans.npz', content: new Blob([new Uint8Array([1, 2, 0, 255])]) },
];

/** A store that forgets; the real one is tried in a browser. */
function memoryRuns(broken = false): RunStore {
  const kept = new Map<string, Parameters<RunStore['put']>>();
  const deleted = new Map<string, number>();
  const fail = async () => {
    if (broken) throw new Error('no storage');
  };
  return {
    list: async () => {
      await fail();
      return [...kept.values()]
        .map(([{ summary }]) => summary)
        .filter(({ id }) => !deleted.has(id));
    },
    get: async (id) => kept.get(id)?.[0],
    file: async (id, name) => kept.get(id)?.[1].find((file) => file.name === name)?.content,
    put: async (run, own) => {
      await fail();
      const summary = { ...run.summary, files: own.map(({ name }) => name) };
      kept.set(summary.id, [{ ...run, summary }, own]);
      return summary;
    },
    rename: fail,
    regroup: async (id, groups) => {
      await fail();
      const [run, own] = kept.get(id)!;
      kept.set(id, [{ ...run, summary: { ...run.summary, groups } }, own]);
    },
    remove: async (id, at) => {
      deleted.set(id, at);
    },
    restore: async (id) => {
      deleted.delete(id);
    },
    sweep: async (before) => {
      for (const [id, at] of deleted) if (at < before) kept.delete(id);
    },
  };
}

function setUp(runs: RunStore) {
  const store = createAppStore();
  const said: string[] = [];
  const look = lookCommands(store);
  const notify = (message: string) => said.push(message);
  return { store, said, commands: runCommands(store, { runs, look, hash, notify, now: () => 5 }) };
}

test('a bundle reopens to equal numbers and equal bytes', async () => {
  const id = await runId(report, hash);
  const summary = summaryOf(report, { id, addedAt: 7, origin: 'trained here', name: 'Mine' });
  const all = [...files, ...(await runHeads())];
  async function* own() {
    yield* all;
  }
  const bundle = await packRun({ summary, report }, own());
  expect(Object.keys(unzipSync(new Uint8Array(await bundle.arrayBuffer())))).toEqual([
    ...['run.json', 'metrics.csv', 'queries.csv', 'plans.npz', 'weights.safetensors'],
  ]);
  const back = await unpackRun('run.zip', bundle);
  expect(back.report).toEqual(report);
  expect(back.about).toEqual({ name: 'Mine', addedAt: 7 });
  const groups = { high: ['sw'], low: [] };
  const grouped = await packRun({ summary: { ...summary, groups }, report }, own());
  expect((await unpackRun('run.zip', grouped)).about).toMatchObject({ groups });
  expect(await runId(back.report, hash)).toBe(id);
  expect(back.files).toHaveLength(all.length);
  for (const [k, { name, content }] of all.entries()) {
    expect(back.files[k]?.name).toBe(name);
    expect(await back.files[k]?.content.arrayBuffer()).toEqual(await content.arrayBuffer());
  }
});

test('a bundle is listed with its sizes, and a broken head is told of', async () => {
  const { store, said, commands } = setUp(memoryRuns());
  await commands.add(report, [...files, ...(await runHeads())]);
  const id = store.getState().look.a!;
  const contents = await commands.contents(id);
  expect(contents.map(({ name }) => name)).toEqual([
    ...['run.json', 'metrics.csv', 'queries.csv', 'plans.npz', 'weights.safetensors'],
  ]);
  expect(contents[3]).toEqual({ name: 'plans.npz', bytes: 4 });
  expect(contents[4]!.bytes).toBeGreaterThan(1000);
  await commands.attach(id, [
    { name: 'weights/x.de.1.head.safetensors', content: new Blob(['?']) },
  ]);
  await commands.save(id);
  expect(said.at(-1)).toContain('weights/x.de.1.head.safetensors');
});

test('what is no run is said to be none', async () => {
  const open = (path: string, text: string) => unpackRun(path, new Blob([text]));
  await expect(open('x.zip', 'no zip')).rejects.toThrow('x.zip');
  await expect(open('x.json', '{"schema":"other"}')).rejects.toThrow('its schema is "other"');
});

test('a run that was trained is listed, shown, deleted and brought back', async () => {
  const { store, commands } = setUp(memoryRuns());
  await commands.add(report, files);
  const id = store.getState().look.a!;
  expect(id).toMatch(/^run_[0-9a-f]{12}$/);
  expect(store.getState().runs.list[0]).toMatchObject({ id, addedAt: 5, origin: 'trained here' });
  expect(store.getState().runs.reports[id]).toEqual(report);
  expect(await (await commands.file(id, 'queries.csv'))?.text()).toContain('T2,ot');
  await commands.remove(id);
  expect(store.getState().look.a).toBeNull();
  expect(store.getState().runs.list[0]?.deletedAt).toBe(5);
  await commands.restore(id);
  expect(store.getState().runs.list[0]?.deletedAt).toBeNull();
});

test('a run is found once the runs were listed, with its report', async () => {
  const kept = memoryRuns();
  const id = await setUp(kept).commands.add(report, files);
  const { commands, store } = setUp(kept);
  const listing = commands.refresh();
  expect(await commands.find(id)).toMatchObject({ summary: { id }, report });
  await listing;
  expect(store.getState().runs.reports[id]).toEqual(report);
  expect(await commands.find('run_none')).toBeUndefined();
});

test('an id is whatever a link says; who looks for a run often is not told each time that there is none', async () => {
  const { store, said, commands } = setUp(memoryRuns());
  store.setState(({ look }) => ({ look: { ...look, a: '__proto__', b: 'run_none' } }));
  expect(reportOf(store.getState(), 'a')).toBeNull();
  await expect.poll(() => said).toHaveLength(2);
  for (let k = 0; k < 3; k++) {
    expect(await commands.find('__proto__')).toBeUndefined();
    expect(await commands.find('run_none')).toBeUndefined();
  }
  expect(said).toHaveLength(2);
  await expect(commands.attach('__proto__', files)).rejects.toThrow('not in this browser');
});

test('a run that is kept and cannot be read is not said to be missing', async () => {
  const kept = memoryRuns();
  const get = () => Promise.reject(new Error('report.json, results: found 3'));
  const { store, said, commands } = setUp({ ...kept, get });
  store.setState(({ look }) => ({ look: { ...look, a: 'run_1' } }));
  await expect.poll(() => said[0]).toContain('cannot be read (report.json, results: found 3)');
  await expect(commands.find('run_1')).rejects.toThrow('found 3');
});

test('a file that cannot be saved alone is told of', async () => {
  const { store, said, commands } = setUp(memoryRuns());
  await commands.add(report, files);
  await commands.saveFile(store.getState().look.a!, 'gone.npz');
  expect(said.at(-1)).toBe('gone.npz cannot be saved: the run has no such file');
});

test('groups that a reader makes stay with their run, unless the link names others', async () => {
  const kept = memoryRuns();
  const first = setUp(kept);
  const id = await first.commands.add(report, files);
  const groups = { high: ['sw'], low: ['de'] };
  first.store.setState(({ look }) => ({ look: { ...look, ...groups } }));
  await Promise.resolve();
  const open = async (change: object) => {
    const { store, commands } = setUp(kept);
    store.setState(({ look }) => ({ look: { ...look, ...change } }));
    await commands.refresh();
    return store;
  };
  expect((await open({ a: id })).getState().look).toMatchObject(groups);
  const linked = await open({ a: id, high: ['en'] });
  expect(linked.getState().look).toMatchObject({ high: ['en'], low: null });
  // Pinned later, they come as well; taken back, they are gone.
  const later = await open({});
  expect(later.getState().look.high).toBeNull();
  later.setState(({ look }) => ({ look: { ...look, a: id } }));
  expect(later.getState().look).toMatchObject(groups);
  later.setState(({ look }) => ({ look: { ...look, high: null, low: null } }));
  await Promise.resolve();
  expect((await open({ a: id })).getState().look).toMatchObject({ high: null, low: null });
});

test('groups leave with their run, and no undo takes them from it', async () => {
  const { store, commands } = setUp(memoryRuns());
  const other = await commands.add(sampleReport({ corpus: 'other' }), []);
  const id = await commands.add(report, files);
  const kept = () => store.getState().runs.list.find((run) => run.id === id)?.groups;
  const look = (change: object) =>
    store.setState((state) => ({ look: { ...state.look, ...change } }));
  const groups = { high: ['sw'], low: ['de'] };
  look(groups);
  await expect.poll(kept).toEqual(groups);
  look({ a: other });
  expect(store.getState().look).toMatchObject({ a: other, high: null, low: null });
  look({ a: id });
  expect(store.getState().look).toMatchObject(groups);
  look({ a: null });
  expect(store.getState().look).toMatchObject({ high: null, low: null });
  look({ a: id });
  store.temporal.getState().clear();
  look({ epsilon: 0.2 });
  store.temporal.getState().undo();
  expect(store.getState().look).toMatchObject({ a: id, ...groups });
  // Those of a link, which no run has, stay for whoever is compared.
  look({ high: ['fr'] });
  await expect.poll(kept).toEqual({ high: ['fr'], low: ['de'] });
  await commands.remove(id);
  expect(kept()).toEqual({ high: ['fr'], low: ['de'] });
});

test('without storage a run lives on in the page, and the user is told', async () => {
  const { store, said, commands } = setUp(memoryRuns(true));
  await commands.refresh();
  expect(store.getState().runs.error).toContain('no storage');
  await commands.add(report, files);
  expect(said[0]).toContain('save its bundle');
  const id = store.getState().look.a!;
  expect(await (await commands.file(id, 'queries.csv'))?.text()).toContain('T2,ot');
});

test('a link to a run that is not here says so, and a bare report can be opened', async () => {
  const { store, said, commands } = setUp(memoryRuns());
  commands.pin('b', 'run_000000000000');
  await expect.poll(() => said[0]).toContain('import its bundle');
  const text = new Blob([JSON.stringify(report)]);
  await commands.open([{ path: 'report.json', blob: text }]);
  expect(store.getState().runs.list[0]).toMatchObject({ name: 'report.json', origin: 'imported' });
  await commands.open([{ path: 'bad.json', blob: new Blob(['{']) }]);
  expect(store.getState().runs.error).toMatch(/^bad.json: this is not JSON/);
  expect(store.getState().runs.list).toHaveLength(1);
});
