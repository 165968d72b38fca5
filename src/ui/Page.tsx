import { type ComponentType, lazy, Suspense } from 'react';
import type { View } from '../app';
import { useAppState } from './appContext';
import classes from './Page.module.css';
import { Shell, useShell } from './shell/Shell';
import { AlignView } from './views/AlignView';
import { PanelBoundary } from './widgets/PanelBoundary';
import { Rail } from './widgets/Rail';
import { StatusLine } from './widgets/StatusLine';
import { TopBar } from './widgets/TopBar';

const SCREENS: Readonly<Record<View, ComponentType>> = {
  align: AlignView,
  data: lazy(() => import('./views/DataScreen').then((m) => ({ default: m.DataScreen }))),
  train: lazy(() => import('./views/TrainView').then((m) => ({ default: m.TrainView }))),
  runs: lazy(() => import('./views/RunsView').then((m) => ({ default: m.RunsView }))),
  gap: lazy(() => import('./views/GapView').then((m) => ({ default: m.GapView }))),
};

/** The one page: bar, rail, the chosen screen, status line. */
export function Page() {
  const view = useAppState((state) => state.view);
  const Screen = SCREENS[view];
  const shell = useShell();
  return (
    <div className={classes.page}>
      <TopBar onPalette={shell.openPalette} onHelp={shell.openHelp} />
      <Rail />
      <main className={classes.main} id="main">
        <PanelBoundary key={view} name={view}>
          <Suspense fallback={<div className={classes.blank} aria-busy="true" />}>
            <Screen />
          </Suspense>
        </PanelBoundary>
      </main>
      <StatusLine />
      <Shell {...shell} />
    </div>
  );
}
