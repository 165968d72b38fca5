import type { BuildList } from './types';

/** What of the browser it needs; tests have their own. */
export interface CacheWorld {
  readonly caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  readonly fetch: (request: Request | string, options?: RequestInit) => Promise<Response>;
}

/** Downloads at once: a host is not flooded. */
const AT_ONCE = 6;

/**
 * The files of one build in a cache of its own. Answers are given by whole address, and addresses name contents, so that
 * a page of another build never gets one of this build's files in place of its own.
 */
export class BuildCache {
  readonly #scope: string;
  readonly #prefix: string;
  readonly #eager: ReadonlySet<string>;
  readonly #lazy: ReadonlySet<string>;
  readonly #integrity: ReadonlyMap<string, string>;

  /** @param scope the absolute address of the page's folder. */
  constructor(
    readonly build: BuildList,
    scope: string,
    readonly world: CacheWorld,
  ) {
    this.#scope = scope;
    // Several pages may live below one origin.
    this.#prefix = `optical-bench ${scope} `;
    const absolute = (list: readonly string[]) => new Set(list.map((file) => this.#address(file)));
    this.#eager = absolute(build.eager);
    this.#lazy = absolute(build.lazy);
    this.#integrity = new Map(
      Object.entries(build.integrity).map(([file, hash]) => [this.#address(file), hash]),
    );
  }

  get name(): string {
    return `${this.#prefix}${this.build.id}`;
  }

  /** Fetches what is kept at once; what an earlier build has under the same address is copied. @throws if one file is missing. */
  async install(): Promise<void> {
    const cache = await this.world.caches.open(this.name);
    const earlier = await this.#others();
    const waiting = [...this.#eager];
    const work = async () => {
      for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
        const known = this.#namesContent(url) ? await matchIn(earlier, url) : undefined;
        await cache.put(url, known ?? (await this.#download(url)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await this.#checkPage(cache);
  }

  /** Drops the caches of other builds, after taking over what this one shares with them. */
  async activate(): Promise<void> {
    const cache = await this.world.caches.open(this.name);
    const others = await this.#others();
    for (const url of this.#lazy) {
      if (await cache.match(url)) continue;
      const known = await matchIn(others, url);
      // A copy of the last kept matters less than being able to start: the quota may be spent.
      if (known) await cache.put(url, known).catch(() => {});
    }
    for (const name of await this.world.caches.keys())
      if (name.startsWith(this.#prefix) && name !== this.name) await this.world.caches.delete(name);
  }

  /** The answer to a request; undefined where it is none of the build's files and the browser is to do as ever. */
  respond(request: Request): Promise<Response> | undefined {
    if (request.method !== 'GET' || request.headers.has('range')) return undefined;
    const url = request.url.split('#', 1)[0] ?? '';
    if (request.mode === 'navigate') return this.#isPage(url) ? this.#page(request) : undefined;
    if (this.#eager.has(url) || this.#lazy.has(url)) return this.#file(url, request);
    return undefined;
  }

  /** The page with whatever view its query names; not the headless one, whose numbers must come from the server's files. */
  #isPage(url: string): boolean {
    const { origin, pathname, searchParams } = new URL(url);
    const path = `${origin}${pathname}`.replace(/index\.html$/, '');
    return path === this.#scope && !searchParams.has('headless');
  }

  /** From the network; where there is none, the build's own. */
  async #page(request: Request): Promise<Response> {
    try {
      return await this.world.fetch(request);
    } catch (error) {
      const kept = await (await this.world.caches.open(this.name)).match(this.#scope);
      if (kept) return kept;
      throw error;
    }
  }

  async #file(url: string, request: Request): Promise<Response> {
    const cache = await this.world.caches.open(this.name);
    const kept = await cache.match(url);
    if (kept) return kept;
    const reply = await this.#sound(url, request);
    if (!reply) return this.world.fetch(request);
    if (reply.status === 200 && reply.type === 'basic')
      // Where the quota is spent the file is fetched again next time.
      await cache.put(url, reply.clone()).catch(() => {});
    return reply;
  }

  /**
   * A host takes no notice of `?v=HASH`: once it has another build, it gives that one's file, which must not be kept under
   * this one's address. Undefined then; the page gets it as it would without a worker.
   */
  async #sound(url: string, request: Request): Promise<Response | undefined> {
    const integrity = this.#integrity.get(url);
    if (integrity === undefined) return this.world.fetch(request);
    return this.world.fetch(request, { integrity }).catch(() => undefined);
  }

  /** Whether a file of another build under the same address is the same file. */
  #namesContent(url: string): boolean {
    return this.#integrity.has(url) || url.startsWith(this.#address('assets/'));
  }

  async #download(url: string): Promise<Response> {
    const integrity = this.#integrity.get(url);
    // Past the browser's own cache, which may hold the page of another build.
    const reply = await this.world.fetch(url, {
      cache: 'no-cache',
      ...(integrity !== undefined && { integrity }),
    });
    if (reply.status !== 200) throw new Error(`${url} is not there (HTTP ${reply.status})`);
    if (!reply.redirected) return reply;
    // A navigation refuses an answer that was redirected.
    return new Response(await reply.blob(), { headers: reply.headers });
  }

  /** While a host is being updated it may give the page of one build and the scripts of another. */
  async #checkPage(cache: Cache): Promise<void> {
    const page = await (await cache.match(this.#scope))?.text();
    if (!page?.includes(this.build.entry))
      throw new Error(`the page at ${this.#scope} is of another build than ${this.build.id}`);
  }

  async #others(): Promise<Cache[]> {
    const names = (await this.world.caches.keys()).filter(
      (name) => name.startsWith(this.#prefix) && name !== this.name,
    );
    return Promise.all(names.map((name) => this.world.caches.open(name)));
  }

  #address(file: string): string {
    return new URL(file, this.#scope).href;
  }
}

async function matchIn(caches: readonly Cache[], url: string): Promise<Response | undefined> {
  for (const cache of caches) {
    const found = await cache.match(url);
    if (found) return found;
  }
  return undefined;
}
