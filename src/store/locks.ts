import type { StoreLocks } from './types';

/** Locks across tabs; where the browser has none, within this one. */
export function webLocks(): StoreLocks {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) return localLocks();
  return {
    hold: async (name, mode, work) => locks.request(name, { mode }, work),
    holdIfFree: async (name, work) =>
      locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock) await work();
        return lock !== null;
      }),
  };
}

/** Locks of one thread. Shared ones are exclusive, too: slower, never wrong. */
export function localLocks(): StoreLocks {
  const last = new Map<string, Promise<unknown>>();
  const hold: StoreLocks['hold'] = (name, _mode, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result.catch(() => undefined);
    last.set(name, settled);
    void settled.then(() => {
      if (last.get(name) === settled) last.delete(name);
    });
    return result;
  };
  return {
    hold,
    async holdIfFree(name, work) {
      if (last.has(name)) return false;
      await hold(name, 'exclusive', work);
      return true;
    },
  };
}
