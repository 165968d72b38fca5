import './styles';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { App } from '../app';
import { AppContext } from './appContext';
import { Page } from './Page';
import { cssVariables, theme } from './theme';

const colorScheme = localStorageColorSchemeManager({ key: 'optical-bench.theme' });

/** Puts the page into an element and keeps it there. */
export function renderPage(root: HTMLElement, app: App): void {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorScheme}
        defaultColorScheme="auto"
      >
        <AppContext value={app}>
          <Page />
        </AppContext>
      </MantineProvider>
    </StrictMode>,
  );
}
