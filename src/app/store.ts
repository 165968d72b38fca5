import { type TemporalState, temporal } from 'zundo';
import { shallow } from 'zustand/shallow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UrlText } from './look/urlText';
import { type AppState, initialState } from './state';

/** What undo takes back: how things are looked at, never data or runs. */
type Undoable = Pick<AppState, 'look'>;

/** The one store; holds plain JSON, typed arrays and file handles only. */
export type AppStore = StoreApi<AppState> & {
  readonly temporal: StoreApi<TemporalState<Undoable>>;
};

/** Changes that follow one another within so many milliseconds, as of a slider, are one step. */
const ONE_STEP = 400;
const MOST_STEPS = 100;

export function createAppStore(url?: UrlText): AppStore {
  return createStore<AppState>()(
    temporal(() => initialState(url), {
      partialize: ({ look }): Undoable => ({ look }),
      equality: (past, current) => shallow(past.look, current.look),
      limit: MOST_STEPS,
      handleSet: (handleSet) => {
        let last = Number.NEGATIVE_INFINITY;
        return (past) => {
          const now = performance.now();
          const isNewStep = now - last > ONE_STEP;
          last = now;
          if (isNewStep) handleSet(past);
        };
      },
    }),
  );
}

type Slice = Exclude<keyof AppState, 'view' | 'worksOffline'>;

/** Merges a change into one slice. */
export function patch<Name extends Slice>(
  store: AppStore,
  name: Name,
  change: Partial<AppState[Name]>,
): void {
  store.setState((state) => ({ [name]: { ...state[name], ...change } }) as Partial<AppState>);
}
