import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import { Shortcuts } from './Shortcuts';
import { Toasts } from './Toasts';
import { useCommands } from './useCommands';

// The palette and the list of keys come when they are first asked for.
const Palette = lazy(() => import('./Palette').then((m) => ({ default: m.Palette })));
const KeyHelp = lazy(() => import('./KeyHelp').then((m) => ({ default: m.KeyHelp })));

export interface ShellState {
  readonly palette: boolean;
  readonly help: 'never' | 'open' | 'closed';
  openPalette(): void;
  openHelp(): void;
  closeHelp(): void;
}

/** Which of palette and help were asked for. */
export function useShell(): ShellState {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState<ShellState['help']>('never');
  return {
    palette,
    help,
    openPalette: async () => {
      setPalette(true);
      const { spotlight } = await import('@mantine/spotlight');
      spotlight.open();
    },
    openHelp: () => setHelp('open'),
    closeHelp: () => setHelp('closed'),
  };
}

/** What lies over every screen: shortcuts, palette, help, toasts. */
export function Shell({ palette, help, openPalette, openHelp, closeHelp }: ShellState) {
  const commands = useCommands();
  // Once it is there, the palette listens to its own keys.
  useHotkeys(palette ? [] : [['mod+K', openPalette]]);
  useHotkeys([['shift+?', openHelp]]);
  return (
    <>
      <Shortcuts commands={commands} />
      <Toasts />
      <Suspense>{palette && <Palette commands={commands} />}</Suspense>
      <Suspense>
        {help !== 'never' && (
          <KeyHelp commands={commands} opened={help === 'open'} onClose={closeHelp} />
        )}
      </Suspense>
    </>
  );
}
