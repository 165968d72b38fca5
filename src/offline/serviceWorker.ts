import { BuildCache } from './buildCache';
import type { BuildList, OfflineAnswer, OfflineMessage } from './types';

/** Put in by the build (tools/offline). */
declare const BUILD: BuildList;

// TypeScript has the types of pages and of workers, not of both.
interface Client {
  readonly url: string;
}
interface WaitEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskedEvent extends WaitEvent {
  readonly request: Request;
  respondWith(reply: Promise<Response>): void;
}
interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<readonly Client[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listen: (event: never) => void): void;
}

const worker = globalThis as unknown as ServiceWorkerScope;
const { scope } = worker.registration;
const cache = new BuildCache(BUILD, scope, {
  caches,
  fetch: (request, options) => fetch(request, options),
});

worker.addEventListener('install', (event: WaitEvent) => event.waitUntil(cache.install()));

worker.addEventListener('activate', (event: WaitEvent) =>
  event.waitUntil(cache.activate().then(() => worker.clients.claim())),
);

worker.addEventListener('fetch', (event: AskedEvent) => {
  const reply = cache.respond(event.request);
  if (reply) event.respondWith(reply);
});

// A page that the network gave already, and that is alone: nobody's build changes when this one takes over.
worker.addEventListener('message', (event: WaitEvent & MessageEvent<OfflineMessage>) => {
  if (event.data?.type !== 'take over') return;
  const isSame = event.data.entry === new URL(BUILD.entry, scope).href;
  event.ports[0]?.postMessage({ isSame } satisfies OfflineAnswer);
  if (isSame) event.waitUntil(takeOverIfAlone());
});

async function takeOverIfAlone(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const here = pages.filter(({ url }) => url.startsWith(scope));
  if (here.length === 1) await worker.skipWaiting();
}
