import type { OfflineAnswer, OfflineMessage } from '../offline';
import type { AppStore } from './store';

/** Between two looks for a new version while the page stays open. */
const LOOK_AGAIN = 3_600_000;

export const NEW_VERSION =
  'A new version of this page is there. Reload when nothing runs; until then this one goes on as it is.';

/** What of the browser it needs. */
export interface OfflineWorld {
  readonly container: ServiceWorkerContainer | undefined;
  /** Whether a program drives the browser: tests and benchmarks measure the server's files. */
  readonly automated: boolean;
  readonly isDev: boolean;
  /** The script that this page was started with. */
  readonly entry: string;
}

/** The browser's own. */
export function offlineWorld(): OfflineWorld {
  const script = document.querySelector<HTMLScriptElement>('script[type=module][src]');
  return {
    container: 'serviceWorker' in navigator ? navigator.serviceWorker : undefined,
    automated: navigator.webdriver,
    isDev: import.meta.env.DEV,
    entry: script?.src ?? '',
  };
}

/**
 * Lets the page work without network from its next visit on (docs/decisions/0019). A new version is announced, never
 * put under a page that is open. Without a secure context, under `vite dev` and in a driven browser it does nothing.
 */
export async function keepOffline(
  store: AppStore,
  notify: (text: string) => void,
  { container, automated, isDev, entry }: OfflineWorld,
): Promise<void> {
  if (!container || automated || isDev) return;
  let registration: ServiceWorkerRegistration;
  try {
    registration = await container.register('./sw.js', { updateViaCache: 'none' });
  } catch {
    // A private window, a full disk, a host without the script: the page works as it did before.
    return;
  }
  const ready = () => store.setState({ worksOffline: registration.active !== null });
  const found = () => follow(registration.installing, container, notify, entry, ready);
  registration.addEventListener('updatefound', found);
  found();
  ready();
  if (registration.waiting) announce(registration.waiting, container, notify, entry);
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - last < LOOK_AGAIN) return;
    last = Date.now();
    registration.update().catch(() => {}); // without network there is nothing new
  });
}

function follow(
  worker: ServiceWorker | null,
  container: ServiceWorkerContainer,
  notify: (text: string) => void,
  entry: string,
  ready: () => void,
): void {
  worker?.addEventListener('statechange', () => {
    if (worker.state === 'activated') ready();
    if (worker.state === 'installed') announce(worker, container, notify, entry);
  });
}

/** A page that came from the network may be of the new build already; then the worker takes over where nobody else is. */
function announce(
  worker: ServiceWorker,
  container: ServiceWorkerContainer,
  notify: (text: string) => void,
  entry: string,
): void {
  // The first visit: there is no older version.
  if (!container.controller) return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<OfflineAnswer>) => {
    if (!data.isSame) notify(NEW_VERSION);
    port1.close();
  };
  worker.postMessage({ type: 'take over', entry } satisfies OfflineMessage, [port2]);
}
