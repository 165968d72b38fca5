import { afterEach, expect, test, vi } from 'vitest';
import { dataCommands } from './dataCommands';
import type { Engine } from './engine';
import { createAppStore, patch } from './store';

afterEach(() => vi.unstubAllGlobals());

function setUp() {
  const store = createAppStore();
  const load = vi.fn(async () => ({ corpus: 'x', files: [] }));
  const commands = dataCommands(store, { load } as unknown as Engine);
  return { store, load, commands, data: () => store.getState().data };
}

test('bitext that comes with the page goes with what is chosen once it is there, and nothing else is read meanwhile', async () => {
  let arrive = () => {};
  const waiting = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  vi.stubGlobal('fetch', async (path: string) => {
    await waiting;
    const list = { files: [{ path: 'udhr.de.tsv' }, { path: 'cldr.de.tsv' }] };
    return new Response(path.endsWith('manifest.json') ? JSON.stringify(list) : 'a\tb');
  });
  const { store, load, commands, data } = setUp();
  const corpus = [{ path: 'a.txt', bytes: new Uint8Array(1) }];
  await commands.loadCorpus(corpus);
  const loading = commands.loadEmbeddedBitext('udhr');
  expect(data().busy).not.toBeNull();
  expect(await commands.loadCorpus([{ path: 'b.txt', bytes: new Uint8Array(1) }])).toBe(false);
  patch(store, 'data', { filters: { score: 0.5 } });
  arrive();
  expect(await loading).toBe(true);
  expect(load).toHaveBeenCalledTimes(2);
  const [files, bitext, about] = load.mock.calls[1] as unknown[] as [
    unknown,
    { path: string }[],
    { pairs: object },
  ];
  expect(files).toBe(corpus);
  expect(bitext.map(({ path }) => path)).toEqual(['bitext/udhr.de.tsv']);
  expect(about.pairs).toEqual({ filters: { score: 0.5 } });
  expect(data()).toMatchObject({ busy: null, error: null, filters: { score: 0.5 } });
});

test('bitext that is not there is said to be missing, and what was loaded stays', async () => {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const { commands, data } = setUp();
  await commands.loadCorpus([]);
  expect(await commands.loadEmbeddedBitext('cldr')).toBe(false);
  expect(data()).toMatchObject({
    busy: null,
    error: 'bitext/manifest.json is not there (HTTP 404).',
  });
  expect(data().summary).not.toBeNull();
});

test('a small file beside is not a server’s error page', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 404 }));
  const { commands, data } = setUp();
  commands.setOptions({ translations: [{ path: 'de.tsv', url: 'https://x/de.tsv' }] });
  expect(await commands.loadCorpus([])).toBe(false);
  expect(data().error).toBe('https://x/de.tsv is not there (HTTP 404).');
});
