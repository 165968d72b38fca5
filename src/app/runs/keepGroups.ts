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

const NONE: RunGroups = { high: null, low: null };

/**
 * Keeps the groups that are made while a run is run A with it, and shows them again where the link names none. They leave
 * with their run: the next one has groups of its own. Showing them is no step of undo, which would take them from the run.
 */
export function keepGroups(store: AppStore, { look, regroup }: Outside): void {
  let shows = false;
  const show = (groups: RunGroups) => {
    const history = store.temporal.getState();
    shows = true;
    history.pause();
    look.set(groups);
    history.resume();
    shows = false;
  };
  store.subscribe((now, before) => {
    if (shows) return;
    const { a, high, low } = now.look;
    const [run, last] = [recordOf(now, a), recordOf(before, before.look.a)];
    if (a !== before.look.a || (run && !recordOf(before, a))) {
      const areLast = a !== before.look.a && last?.groups && isSame(last.groups, now.look);
      const areNone = high === null && low === null;
      if (areLast || (areNone && run?.groups)) show(run?.groups ?? NONE);
    } else if (a !== null && (high !== before.look.high || low !== before.look.low)) {
      regroup(a, high === null && low === null ? null : { high, low });
    }
  });
}

function recordOf({ runs }: AppState, id: string | null) {
  return runs.list.find((one) => one.id === id);
}

function isSame(one: RunGroups, other: RunGroups): boolean {
  const textOf = ({ high, low }: RunGroups) => JSON.stringify([high, low]);
  return textOf(one) === textOf(other);
}
