import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryFileCache } from './fileCache';
import { gitBlob, hubFiles } from './hubFiles';
import { readText } from './modelFiles';
import { COMMIT, type FakeHub, fakeHub, MODEL } from './testing/fakeHub';
import { tinyModel } from './testing/tinyModel';

const files = tinyModel();
const GRAPH = 'onnx/model.onnx';
let hub: FakeHub;
beforeEach(async () => {
  hub = await fakeHub(files);
});
afterEach(() => hub.close());

const open = (options = {}, source = {}) =>
  hubFiles({ id: MODEL, endpoint: hub.endpoint, ...source }, options);

describe('a model of the hub', () => {
  it('is pinned to the commit that its revision points to, with sizes before any download', async () => {
    const model = await open({}, { revision: 'v1' });
    expect(model.origin).toEqual({
      ...{ kind: 'hub', name: MODEL, revision: 'v1', commit: COMMIT, endpoint: hub.endpoint },
      licence: 'mit',
    });
    expect([...model.sizes]).toEqual([...files].map(([path, bytes]) => [path, bytes.length]));
    expect(hub.requests.filter((line) => line.includes('/resolve/'))).toEqual([]);
  });

  it('gives the bytes through the redirect, with progress', async () => {
    const seen: number[] = [];
    const bytes = await (await open()).read(GRAPH, { onBytes: (count) => seen.push(count) });
    expect(Buffer.compare(bytes, files.get(GRAPH)!)).toBe(0);
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(hub.requests).toContain(`GET /${MODEL}/resolve/${COMMIT}/${GRAPH}`);
    expect(hub.requests.at(-1)).toBe(`GET /cdn/${GRAPH}`);
  });

  it('is taken from the cache the second time, and without the hub', async () => {
    const cache = memoryFileCache();
    const first = await open({ cache });
    expect(await first.isLocal(GRAPH)).toBe(false);
    const bytes = await first.read(GRAPH);
    await hub.close();
    const second = await open({ cache });
    expect(second.origin.commit).toBe(COMMIT);
    expect(await second.isLocal(GRAPH)).toBe(true);
    expect(Buffer.compare(await second.read(GRAPH), bytes)).toBe(0);
    await expect(second.read('config.json')).rejects.toThrow(
      /lab\/tiny-encoder: the hub at .* cannot be reached .* has not kept the model/,
    );
    await expect(open()).rejects.toThrow('has not kept the model');
  });

  it('goes on where a connection broke, and starts anew where ranges are not known', async () => {
    for (const ranges of [true, false]) {
      hub.mishaps.set(GRAPH, { kind: 'breaks', times: 1, ranges });
      const bytes = await (await open()).read(GRAPH);
      expect(Buffer.compare(bytes, files.get(GRAPH)!)).toBe(0);
    }
    expect(hub.requests.filter((line) => line === `GET /cdn/${GRAPH}`)).toHaveLength(4);
  });

  it('refuses a file that ends early for good, and one with other bytes; keeps neither', async () => {
    const cache = memoryFileCache();
    const model = await open({ cache });
    hub.mishaps.set(GRAPH, { kind: 'breaks', times: 99, ranges: false });
    const { length } = files.get(GRAPH)!;
    await expect(model.read(GRAPH)).rejects.toThrow(
      `found ${length >> 1} bytes, want ${length}; the connection ended early (attempt 4)`,
    );
    hub.mishaps.set(GRAPH, { kind: 'damaged' });
    await expect(model.read(GRAPH)).rejects.toThrow(/onnx\/model.onnx: found sha256 .*, want/);
    hub.mishaps.set('config.json', { kind: 'damaged' });
    await expect(model.read('config.json')).rejects.toThrow(/config.json: found git blob .*, want/);
    expect([await model.isLocal(GRAPH), await model.isLocal('config.json')]).toEqual([
      false,
      false,
    ]);
  });

  it('stops a download at once', async () => {
    hub.mishaps.set(GRAPH, { kind: 'stalls' });
    const model = await open();
    const stop = new AbortController();
    const reading = model.read(GRAPH, {
      signal: stop.signal,
      onBytes: () => stop.abort(new DOMException('enough', 'AbortError')),
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError', message: 'enough' });
  });

  it('says why it is not there', async () => {
    await expect(open({}, { id: 'lab/gated' })).rejects.toThrow(
      /lab\/gated: the hub refuses it \(status 401\): .* takes no tokens: download .* open its folder/,
    );
    await expect(open({}, { id: 'lab/none' })).rejects.toThrow(
      'lab/none: the hub has no such model',
    );
    await expect(open({}, { revision: 'v9' })).rejects.toThrow('revision (v9)');
    const model = await open();
    await expect(model.read('onnx/none.onnx')).rejects.toThrow('lists no file onnx/none.onnx');
  });

  it('goes on where nothing can be kept, and says so once', async () => {
    const notes: string[] = [];
    const full = () => Promise.reject(new Error('quota spent'));
    const cache = { ...memoryFileCache(), put: full };
    const model = await open({ cache, onNote: (note: string) => notes.push(note) });
    await model.read(GRAPH);
    expect(JSON.parse(await readText(model, 'config.json'))).toHaveProperty('model_type', 'bert');
    expect(notes).toEqual([`${MODEL} is not kept for the next time: quota spent`]);
  });

  it.each([
    [{ id: '../x' }, 'expected an id such as ORGANISATION/NAME, got "../x"'],
    [{ id: 'a/b/c' }, 'got "a/b/c"'],
    [{ id: 'a/..b' }, 'got "a/..b"'],
    [{ revision: '../v1' }, 'expected a commit, tag or branch, got "../v1"'],
    [{ endpoint: 'ftp://x' }, "expected the hub's http(s) address"],
  ])('refuses %o', async (source, message) => {
    await expect(open({}, source)).rejects.toThrow(message);
    expect(hub.requests).toEqual([]);
  });
});

it("gives git's name for a file's content", async () => {
  // `printf 'hello\n' | git hash-object --stdin`
  const bytes = new TextEncoder().encode('hello\n');
  expect(await gitBlob(bytes)).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
});
