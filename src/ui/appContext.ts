import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { App, AppState } from '../app';

export const AppContext = createContext<App | null>(null);

/** The store and the commands. */
export function useApp(): App {
  const app = use(AppContext);
  if (!app) throw new Error('useApp: there is no App above this component.');
  return app;
}

/** A part of the state; the component renders again when that part changes. */
export function useAppState<Part>(select: (state: AppState) => Part): Part {
  return useStore(useApp().store, select);
}
