import type { AppStore } from '../store';
import { readUrl, writeUrl } from './urlText';

/** Keeps the address in step with what is shown; another screen is a step of the history, a setting is none. */
export function syncUrl(store: AppStore): void {
  let { view } = store.getState();
  store.subscribe((state) => {
    const search = writeUrl(state.view, state.look, location.search);
    const moved = state.view !== view;
    view = state.view;
    if (search === location.search) return;
    const address = `${location.pathname}${search}${location.hash}`;
    if (moved) history.pushState(null, '', address);
    else history.replaceState(history.state, '', address);
  });
  addEventListener('popstate', () => {
    const url = readUrl(location.search);
    view = url.view;
    store.setState({ view: url.view, look: url.look });
  });
}
