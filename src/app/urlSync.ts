import type { AppState } from './state';
import type { AppStore } from './store';
import { type UrlState, writeUrlState } from './urlState';

/** Keeps the address bar in step with what is shown, without adding to the history. */
export function syncUrl(store: AppStore): void {
  let written = '';
  store.subscribe((state) => {
    const search = writeUrlState(urlOf(state), location.search);
    if (search === written) return;
    written = search;
    history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  });
}

function urlOf({ view, align }: AppState): UrlState {
  const { pairId, language, mode, epsilon, iterations } = align;
  return { view, pair: pairId, language, mode, epsilon, iterations };
}
