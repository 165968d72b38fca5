import { afterEach, beforeEach, expect, it } from 'vitest';
import { readBuilt } from '../testing/nodeEncoder';
import { memoryFileCache } from './fileCache';
import { describeEmbedded, describeSource, openSource } from './openSource';
import { COMMIT, type FakeHub, fakeHub, MODEL } from './testing/fakeHub';
import { asFolder, tinyModel } from './testing/tinyModel';

const files = tinyModel();
let hub: FakeHub;
beforeEach(async () => {
  hub = await fakeHub(files);
});
afterEach(() => hub.close());

const RUNTIME = { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' } as const;

it('a model of the hub and its folder are the same encoder; the second opening needs no network', async () => {
  const cache = memoryFileCache();
  const source = { kind: 'hub', id: MODEL, endpoint: hub.endpoint } as const;
  const before = await describeSource(source, 'fp32', { cache });
  expect(before).toMatchObject({ kind: 'hub', name: MODEL, commit: COMMIT, revision: 'main' });
  // The small JSON files were read to describe it; the rest is to come.
  const json = ['config.json', 'tokenizer_config.json'].map((path) => files.get(path)!.length);
  expect(before.missingBytes).toBe(before.bytes - json[0]! - json[1]!);
  const first = await openSource(source, { ...RUNTIME, cache });
  await hub.close();
  expect(await describeSource(source, 'fp32', { cache })).toMatchObject({ missingBytes: 0 });
  const second = await openSource(source, { ...RUNTIME, cache });
  const local = await openSource({ kind: 'folder', name: MODEL, files: asFolder(files) }, RUNTIME);
  expect(second.encoder.id).toBe(first.encoder.id);
  expect(local.encoder.id).toBe(first.encoder.id);
  const encoded = [];
  for (const { encoder } of [first, second, local]) {
    encoded.push(await encoder.encode(['wake me up at seven']));
    await encoder.close();
  }
  expect(encoded[1]).toEqual(encoded[0]);
  expect(encoded[2]).toEqual(encoded[0]);
});

it('opening is stopped in the middle of a download', async () => {
  hub.mishaps.set('onnx/model.onnx', { kind: 'stalls' });
  const stop = new AbortController();
  const source = { kind: 'hub', id: MODEL, endpoint: hub.endpoint } as const;
  const opening = openSource(source, {
    ...{ ...RUNTIME, cache: memoryFileCache(), signal: stop.signal },
    onProgress: ({ done }) => done > 5000 && stop.abort(new DOMException('enough', 'AbortError')),
  });
  await expect(opening).rejects.toThrow('enough');
});

it('the embedded encoder is described alike', async () => {
  const about = await describeEmbedded(readBuilt);
  expect(about).toMatchObject({
    ...{ kind: 'embedded', layers: 12, dimension: 384, maxTokens: 512, missingBytes: 0 },
    prompts: { query: 'query: ', passage: 'passage: ' },
  });
  expect(about.bytes).toBeGreaterThan(30e6);
});
