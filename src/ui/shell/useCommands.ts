import { useMantineColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { useApp } from '../appContext';
import { alignKeys } from './alignKeys';
import type { Command } from './command';
import { gapKeys } from './gapKeys';
import { pageKeys } from './pageKeys';
import { trainKeys } from './trainKeys';

/** Everything the palette and the keyboard can do, on whatever screen. */
export function useCommands(): readonly Command[] {
  const app = useApp();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return useMemo(
    () => [
      ...pageKeys(app, colorScheme, setColorScheme),
      ...alignKeys(app),
      ...trainKeys(app),
      ...gapKeys(app),
    ],
    [app, colorScheme, setColorScheme],
  );
}
