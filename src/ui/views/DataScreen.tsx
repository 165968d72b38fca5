import { CloseButton } from '@mantine/core';
import { useApp, useAppState } from '../appContext';
import { LoadedPanel } from '../widgets/data/LoadedPanel';
import { Shelf } from '../widgets/data/Shelf';
import { Sources } from '../widgets/data/Sources';
import { Notice } from '../widgets/Notice';
import classes from './view.module.css';

/** Loads data, shows what was read, and keeps it. */
export function DataScreen() {
  const app = useApp();
  const { summary, loads, busy, error } = useAppState((state) => state.data);
  const running = useAppState((state) => state.study.running);
  const locked = busy !== null || running;
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Data <small>a corpus with intents and, if you have it, bitext to distil on</small>
      </h2>
      {error && (
        <Notice tone="bad" title="Nothing new was loaded">
          <div className={classes.row} style={{ justifyContent: 'space-between' }}>
            <span>
              {error} {summary && `${summary.corpus} is still loaded.`}
            </span>
            <CloseButton aria-label="Dismiss" onClick={app.data.dismissError} />
          </div>
        </Notice>
      )}
      <Sources locked={locked} />
      {summary ? (
        <LoadedPanel key={loads} summary={summary} />
      ) : (
        <p className={classes.soft}>Nothing is loaded yet. Files stay on this machine.</p>
      )}
      <Shelf locked={locked} />
    </div>
  );
}
