import type { AppStore } from '../store';
import type { Look } from './look';

/** Changes how things are looked at, and takes that back. */
export interface LookCommands {
  set(change: Partial<Look>): void;
  undo(): void;
  redo(): void;
}

export function lookCommands(store: AppStore): LookCommands {
  return {
    set: (change) => store.setState(({ look }) => ({ look: { ...look, ...change } })),
    undo: () => store.temporal.getState().undo(),
    redo: () => store.temporal.getState().redo(),
  };
}
