import type { MantineColorScheme } from '@mantine/core';
import { type App, VIEW_NAMES, VIEWS } from '../../app';
import type { Command } from './command';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** What can be done on every screen. */
export function pageKeys(
  app: App,
  scheme: MantineColorScheme,
  setScheme: (scheme: MantineColorScheme) => void,
): Command[] {
  return [
    ...VIEWS.map(
      (view, k): Command => ({
        id: `view-${view}`,
        label: `Go to ${VIEW_NAMES[view]}`,
        group: 'Screens',
        keys: [String(k + 1)],
        run: () => app.go(view),
      }),
    ),
    {
      id: 'undo',
      label: 'Undo the last change of a view',
      group: 'Everywhere',
      keys: ['mod+Z'],
      run: app.look.undo,
    },
    {
      id: 'redo',
      label: 'Redo',
      group: 'Everywhere',
      keys: ['mod+shift+Z', 'mod+Y'],
      run: app.look.redo,
    },
    {
      id: 'theme',
      label: `Theme: ${scheme}; switch to ${NEXT[scheme]}`,
      group: 'Everywhere',
      keys: ['T'],
      run: () => setScheme(NEXT[scheme]),
    },
    {
      id: 'share',
      label: 'Copy a link to this view',
      group: 'Everywhere',
      run: () => void app.copyLink(),
    },
  ];
}
