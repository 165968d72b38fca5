import { beforeEach, describe, expect, it } from 'vitest';
import { BuildCache, type CacheWorld } from './buildCache';
import type { BuildList } from './types';

const SCOPE = 'https://host.example/some/base/';

/** A browser's caches, and a host whose files can be changed or taken away. */
class World implements CacheWorld {
  readonly stored = new Map<string, Map<string, Response>>();
  readonly host = new Map<string, string>();
  readonly asked: string[] = [];
  online = true;

  readonly caches = {
    keys: async () => [...this.stored.keys()],
    delete: async (name: string) => this.stored.delete(name),
    open: async (name: string) => {
      const files = this.stored.get(name) ?? new Map<string, Response>();
      this.stored.set(name, files);
      return {
        match: async (url: string) => files.get(url)?.clone(),
        put: async (url: string, reply: Response) => void files.set(url, reply),
      } as unknown as Cache;
    },
  };

  readonly fetch = async (
    request: Request | string,
    options: RequestInit = {},
  ): Promise<Response> => {
    const url = typeof request === 'string' ? request : request.url;
    this.asked.push(url.replace(SCOPE, ''));
    if (!this.online) throw new TypeError('Failed to fetch');
    const text = this.host.get(
      url
        .split('?v=')[0]!
        .replace(/\?view=.*/, '')
        .replace(SCOPE, ''),
    );
    if (options.integrity !== undefined && options.integrity !== text)
      throw new TypeError('Failed to fetch');
    const reply = new Response(text ?? 'none', { status: text === undefined ? 404 : 200 });
    // Only the browser's own answers have a type.
    return Object.defineProperty(reply, 'type', { value: 'basic' });
  };

  publish(build: BuildList, of: string): void {
    this.host.clear();
    for (const file of [...build.eager, ...build.lazy])
      this.host.set(file.split('?')[0]!.replace('./', ''), contentOf(file, of));
    this.host.set('', `page of ${of}, starts ${build.entry}`);
  }
}

/** The encoder is the same in all builds. */
function contentOf(file: string, id: string): string {
  return file.endsWith('?v=e') ? file : `${file} of ${id}`;
}

function build(id: string): BuildList {
  const [bin, layer, text] = [
    ...[`alignment/sample.bin?v=${id}`, 'encoder/layer01.onnx?v=e', `sample/en.txt?v=${id}`],
  ] as [string, string, string];
  return {
    ...{ id, entry: `assets/index-${id}.js` },
    eager: ['./', `assets/index-${id}.js`, 'assets/same.js', 'icon.svg', bin],
    lazy: [layer, text],
    // Where a browser would hash, this world compares.
    integrity: Object.fromEntries([bin, layer, text].map((file) => [file, contentOf(file, id)])),
  };
}

let world: World;
beforeEach(() => {
  world = new World();
});

async function installed(id: string): Promise<BuildCache> {
  world.publish(build(id), id);
  const cache = new BuildCache(build(id), SCOPE, world);
  await cache.install();
  return cache;
}

/** What a page gets; undefined where the worker does not answer. */
async function ask(cache: BuildCache, file: string, mode: RequestMode = 'cors', headers = {}) {
  const request = {
    ...{ method: 'GET', url: `${SCOPE}${file}`, mode },
    headers: new Headers(headers),
  };
  return (await cache.respond(request as Request))?.text();
}

describe('BuildCache', () => {
  it('gives the page and its scripts without network, for any view', async () => {
    const cache = await installed('1');
    world.online = false;
    for (const address of ['', '?view=gap', 'index.html', '#x'])
      expect(await ask(cache, address, 'navigate')).toBe('page of 1, starts assets/index-1.js');
    expect(await ask(cache, 'assets/index-1.js')).toBe('assets/index-1.js of 1');
    expect(await ask(cache, 'alignment/sample.bin?v=1')).toBe('alignment/sample.bin?v=1 of 1');
  });

  it('asks the network first for the page and never for what it has', async () => {
    const cache = await installed('1');
    world.asked.length = 0;
    world.host.set('', 'newer page');
    expect(await ask(cache, '?view=gap', 'navigate')).toBe('newer page');
    await ask(cache, 'assets/same.js');
    expect(world.asked).toEqual(['?view=gap']);
  });

  it('keeps large files when they are first used', async () => {
    const cache = await installed('1');
    expect(world.asked).not.toContain('encoder/layer01.onnx?v=e');
    const first = await ask(cache, 'encoder/layer01.onnx?v=e');
    world.online = false;
    expect(await ask(cache, 'encoder/layer01.onnx?v=e')).toBe(first);
    await expect(ask(cache, 'sample/en.txt?v=1')).rejects.toThrow('Failed to fetch');
  });

  it('leaves alone what is no file of the build', async () => {
    const cache = await installed('1');
    for (const [file, mode] of [
      ['?headless', 'navigate'],
      ['bench/contender.html', 'navigate'],
      ['input/0', 'cors'],
      ['assets/index-2.js', 'cors'],
      // Another version of a file that it has.
      ['alignment/sample.bin?v=2', 'cors'],
      ['alignment/sample.bin', 'cors'],
    ] as const)
      expect(await ask(cache, file, mode), file).toBeUndefined();
    expect(await ask(cache, 'assets/same.js', 'cors', { range: 'bytes=0-1' })).toBeUndefined();
  });

  it('never gives a page of one build the files of another', async () => {
    const first = await installed('1');
    await ask(first, 'encoder/layer01.onnx?v=e');
    const second = await installed('2');
    // Both are there until the second takes over; what they share is not fetched again.
    expect(world.stored.size).toBe(2);
    expect(world.asked.filter((file) => file === 'assets/same.js')).toHaveLength(1);
    expect(await ask(first, 'alignment/sample.bin?v=2')).toBeUndefined();
    await second.activate();
    expect([...world.stored.keys()]).toEqual([second.name]);
    world.online = false;
    expect(await ask(second, '', 'navigate')).toBe('page of 2, starts assets/index-2.js');
    expect(await ask(second, 'encoder/layer01.onnx?v=e')).toBe('encoder/layer01.onnx?v=e');
    // An address that names no content is fetched anew.
    expect(await ask(second, 'icon.svg')).toBe('icon.svg of 2');
    expect(await ask(second, 'assets/index-1.js')).toBeUndefined();
  });

  it('keeps nothing of another build under its own addresses, though the host gives it', async () => {
    const first = await installed('1');
    world.publish(build('2'), '2');
    // The page of the old build is still open, and gets what it would without a worker.
    expect(await ask(first, 'sample/en.txt?v=1')).toBe('sample/en.txt?v=2 of 2');
    world.publish(build('1'), '1');
    expect(await ask(first, 'sample/en.txt?v=1')).toBe('sample/en.txt?v=1 of 1');
    world.online = false;
    expect(await ask(first, 'sample/en.txt?v=1')).toBe('sample/en.txt?v=1 of 1');
  });

  it('leaves other pages of the origin their caches', async () => {
    const cache = await installed('1');
    const other = new BuildCache(build('9'), 'https://host.example/other/', world);
    await world.caches.open(other.name);
    await cache.activate();
    expect([...world.stored.keys()]).toEqual([cache.name, other.name]);
  });

  it('is not installed where a file is missing, or the page is of another build', async () => {
    world.publish(build('1'), '1');
    world.host.delete('assets/same.js');
    const cache = new BuildCache(build('1'), SCOPE, world);
    await expect(cache.install()).rejects.toThrow('assets/same.js is not there (HTTP 404)');
    world.publish(build('1'), '1');
    world.host.set('alignment/sample.bin', 'of another build');
    await expect(cache.install()).rejects.toThrow('Failed to fetch');
    world.publish(build('1'), '1');
    world.host.set('', 'page that starts assets/index-0.js');
    await expect(cache.install()).rejects.toThrow(/is of another build than 1$/);
  });
});
