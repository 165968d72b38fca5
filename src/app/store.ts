import { createStore, type StoreApi } from 'zustand/vanilla';
import { type AppState, initialState } from './state';
import type { UrlState } from './urlState';

/** The one store; holds plain JSON, typed arrays and file handles only. */
export type AppStore = StoreApi<AppState>;

export function createAppStore(url?: UrlState): AppStore {
  return createStore<AppState>(() => initialState(url));
}

type Slice = Exclude<keyof AppState, 'view'>;

/** Merges a change into one slice. */
export function patch<Name extends Slice>(
  store: AppStore,
  name: Name,
  change: Partial<AppState[Name]>,
): void {
  store.setState((state) => ({ [name]: { ...state[name], ...change } }) as Partial<AppState>);
}
