import type { Look } from '../look/look';
import type { AppState } from '../state';
import type { AppStore } from '../store';

/** Groups that a reader made in place of the report's own; null leaves one as it is. */
export type RunGroups = Pick<Look, 'high' | 'low'>;

interface Outside {
  readonly look: { set(change: Partial<Look>): void };
  /** Writes the groups to the run's record. */
  readonly regroup: (id: string, groups: RunGroups | null) => void;
}

/** Keeps the groups that are made while a run is run A with it, and shows them again where the link names none. */
export function keepGroups(store: AppStore, { look, regroup }: Outside): void {
  store.subscribe((now, before) => {
    const { a, high, low } = now.look;
    if (a === null) return;
    const run = recordOf(now, a);
    const isNew = a !== before.look.a || (run && !recordOf(before, a));
    if (!isNew) {
      const isMoved = high !== before.look.high || low !== before.look.low;
      if (isMoved) regroup(a, high === null && low === null ? null : { high, low });
    } else if (run?.groups && high === null && low === null) look.set(run.groups);
  });
}

function recordOf({ runs }: AppState, id: string) {
  return runs.list.find((one) => one.id === id);
}
