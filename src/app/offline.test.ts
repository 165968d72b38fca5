import { beforeEach, expect, test, vi } from 'vitest';
import { keepOffline, NEW_VERSION, type OfflineWorld } from './offline';
import { createAppStore } from './store';

class Worker extends EventTarget {
  state = 'installing';
  isSame = false;
  readonly asked: unknown[] = [];
  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
  postMessage(message: unknown, [port]: MessagePort[]) {
    this.asked.push(message);
    port!.postMessage({ isSame: this.isSame });
  }
}

class Registration extends EventTarget {
  installing: Worker | null = null;
  waiting: Worker | null = null;
  active: Worker | null = null;
  find(worker: Worker) {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}

let registration: Registration;
const said: string[] = [];
beforeEach(() => {
  registration = new Registration();
  said.length = 0;
  vi.stubGlobal('document', new EventTarget());
});

async function start(change: Partial<OfflineWorld> = {}, controller: unknown = null) {
  const store = createAppStore();
  const register = vi.fn(async () => registration);
  const container = { register, controller } as unknown as ServiceWorkerContainer;
  const world = { container, automated: false, isDev: false, entry: 'https://x/a.js', ...change };
  await keepOffline(store, (text) => said.push(text), world);
  return { register, works: () => store.getState().worksOffline };
}

const told = () => new Promise((resolve) => setTimeout(resolve, 20));

test.each([{ automated: true }, { isDev: true }, { container: undefined }])(
  'registers nothing where %o',
  async (change) => {
    expect((await start(change)).register).not.toHaveBeenCalled();
  },
);

test('says that the page works offline once everything is kept, and announces nothing at first', async () => {
  const first = new Worker();
  registration.installing = first;
  const { works } = await start();
  expect(works()).toBe(false);
  first.become('installed');
  registration.active = first;
  first.become('activated');
  await told();
  expect([works(), said]).toEqual([true, []]);
});

test('announces a version that is not this page’s, and lets its own take over', async () => {
  registration.active = new Worker();
  const { works } = await start({}, registration.active);
  expect(works()).toBe(true);
  const [other, own] = [new Worker(), new Worker()];
  own.isSame = true;
  registration.find(other);
  other.become('installed');
  await told();
  expect(said).toEqual([NEW_VERSION]);
  registration.find(own);
  own.become('installed');
  await told();
  expect(said).toEqual([NEW_VERSION]);
  expect(own.asked).toEqual([{ type: 'take over', entry: 'https://x/a.js' }]);
});

test('a browser that refuses leaves the page as it was', async () => {
  const container = {
    register: () => Promise.reject(new Error('private window')),
  } as unknown as ServiceWorkerContainer;
  expect((await start({ container })).works()).toBe(false);
});
