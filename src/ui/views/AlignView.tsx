import { lazy, Suspense } from 'react';
import { useApp, useAppState } from '../appContext';
import { AlignToolbar } from '../widgets/align/AlignToolbar';
import { GoldFile } from '../widgets/align/GoldFile';
import { HeadPickers } from '../widgets/align/HeadPickers';
import { OwnPair } from '../widgets/align/OwnPair';
import { PairPicker } from '../widgets/align/PairPicker';
import { Notice } from '../widgets/Notice';
import classes from './AlignView.module.css';

// Recharts is 119 KB gzipped: it comes after the first paint.
const AlignFigure = lazy(() =>
  import('../widgets/align/AlignFigure').then((module) => ({ default: module.AlignFigure })),
);

/** The first screen: one pair of sentences, its plan, live. */
export function AlignView() {
  const app = useApp();
  const solved = useAppState((state) => state.align.solved);
  const error = useAppState((state) => state.align.encodingError ?? state.align.error);
  const isSolver = useAppState((state) => state.align.encodingError === null);
  const crash = useAppState((state) => state.engine.crash);
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Token alignment <small>English against a translation, by entropic optimal transport</small>
      </h2>
      <PairPicker />
      <AlignToolbar />
      <HeadPickers />
      {(crash ?? error) && (
        <Notice tone="bad" title="No new alignment">
          {crash ?? error} {crash && <a href="?">Reload the page</a>}
          {!crash && isSolver && (
            <button type="button" className={classes.retry} onClick={() => app.align.solve()}>
              Try again
            </button>
          )}
        </Notice>
      )}
      <Suspense fallback={<Waiting busy />}>
        {solved ? <AlignFigure solved={solved} /> : <Waiting busy={!(crash ?? error)} />}
      </Suspense>
      <OwnPair />
      <GoldFile />
    </div>
  );
}

/** The room that sentences and matrix will take. */
function Waiting({ busy }: { readonly busy: boolean }) {
  return (
    <>
      <div className={classes.sentences} />
      <div className={classes.figure} aria-busy={busy} />
    </>
  );
}
